package org.lookalike.bench.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.lookalike.simulation.InspectionLine;

/** The demo's real images where they lie beside the repository, else those of the simulated inspection line. */
public final class SmallImages {
    private static final String NAME = "demo";
    private static final String ARCHIVE = "demo.zip";
    /** Its other folders hold what is odd or broken on purpose. */
    private static final String SOUND = "demo/images/";

    private static final long SEED = 4;
    private static final int SIMULATED = 1_200;

    private SmallImages() {}

    /**
     * The set.
     *
     * @param repository the repository's folder
     * @param every takes only each so many-th image, from 1
     */
    public static ImageSet load(Path repository, int every) {
        Optional<Path> archive = SharedFolder.file(repository, ARCHIVE);
        List<BenchImage> all = archive.map(SmallImages::read).orElseGet(SmallImages::simulate);
        List<BenchImage> taken = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            taken.add(all.get(i));
        }
        return new ImageSet(NAME, archive.isPresent() ? ARCHIVE : "simulated inspection line", taken, 1);
    }

    private static List<BenchImage> read(Path archive) {
        return SharedFolder.entries(archive, name -> name.startsWith(SOUND)).entrySet().stream()
                .map(entry -> new BenchImage(entry.getKey().substring(SOUND.length()), entry.getValue()))
                .toList();
    }

    private static List<BenchImage> simulate() {
        InspectionLine line = new InspectionLine(SEED);
        return LongStream.range(0, SIMULATED)
                .parallel()
                .mapToObj(line::image)
                .map(image -> new BenchImage(image.id(), image.jpeg()))
                .toList();
    }
}
