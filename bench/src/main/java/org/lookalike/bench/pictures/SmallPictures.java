package org.lookalike.bench.pictures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.standalone.simulation.InspectionLine;

/** The demo's real pictures where they lie beside the repository, else those of the simulated inspection line. */
public final class SmallPictures {
    private static final String NAME = "demo";
    private static final String VARIABLE = "LOOKALIKE_SHARED_DATA";
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
        Optional<Path> archive = archive(repository);
        List<Picture> all = archive.map(SmallPictures::read).orElseGet(SmallPictures::simulate);
        List<Picture> taken = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            taken.add(all.get(i));
        }
        return new PictureSet(NAME, archive.isPresent() ? ARCHIVE : "simulated inspection line", taken, 1);
    }

    private static Optional<Path> archive(Path repository) {
        @Nullable String named = System.getenv(VARIABLE);
        Path folder = named != null
                ? Path.of(named)
                : repository
                        .toAbsolutePath()
                        .normalize()
                        .resolveSibling("shared")
                        .resolve("data");
        return Optional.of(folder.resolve(ARCHIVE)).filter(Files::isRegularFile);
    }

    private static List<Picture> read(Path archive) {
        List<Picture> pictures = new ArrayList<>();
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && entry.getName().startsWith(SOUND)) {
                    pictures.add(new Picture(entry.getName().substring(SOUND.length()), zip.readAllBytes()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + archive, e);
        }
        return pictures;
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
