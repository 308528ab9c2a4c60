package org.lookalike.bench.pictures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.lookalike.standalone.simulation.InspectionLine;

/** The demo's real pictures where they lie beside the repository, else those of the simulated inspection line. */
public final class SmallPictures {
    private static final String NAME = "demo";
    private static final String ARCHIVE = "demo.zip";
    /** Its other folders hold what is odd or broken on purpose. */
    private static final String SOUND = "demo/images/";

    private static final long SEED = 4;
    private static final int SIMULATED = 1_200;

    private SmallPictures() {}

    /**
     * The set.
     *
     * @param repository the repository's folder
     * @param every takes only each so many-th picture, from 1
     */
    public static PictureSet load(Path repository, int every) {
        Optional<Path> archive = SharedFolder.file(repository, ARCHIVE);
        List<Picture> all = archive.map(SmallPictures::read).orElseGet(SmallPictures::simulate);
        List<Picture> taken = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            taken.add(all.get(i));
        }
        return new PictureSet(NAME, archive.isPresent() ? ARCHIVE : "simulated inspection line", taken, 1);
    }

    private static List<Picture> read(Path archive) {
        return SharedFolder.entries(archive, name -> name.startsWith(SOUND)).entrySet().stream()
                .map(entry -> new Picture(entry.getKey().substring(SOUND.length()), entry.getValue()))
                .toList();
    }

    private static List<Picture> simulate() {
        InspectionLine line = new InspectionLine(SEED);
        return LongStream.range(0, SIMULATED)
                .parallel()
                .mapToObj(line::picture)
                .map(picture -> new Picture(picture.id(), picture.jpeg()))
                .toList();
    }
}
