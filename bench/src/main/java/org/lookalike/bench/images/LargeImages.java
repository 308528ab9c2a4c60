package org.lookalike.bench.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;

/** JPEGs of 12 megapixels, made once from a seed and kept in a folder. */
public final class LargeImages {
    private static final String NAME = "large";
    private static final long SEED = 12;

    private LargeImages() {}

    /**
     * The set; makes what the folder lacks.
     *
     * @param folder where the files are kept
     * @param count how many different images, at least 1
     * @param repeats how often each is embedded in a round
     */
    public static ImageSet load(Path folder, int count, int repeats) {
        List<BenchImage> images = IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> image(folder, number))
                .toList();
        return new ImageSet(NAME, "composed by the bench, seed " + SEED, images, repeats);
    }

    private static BenchImage image(Path folder, int number) {
        String name = "%s-%s-%02d.jpg".formatted(SyntheticLargeImage.VERSION, SEED, number);
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path unfinished = Files.createTempFile(folder, name, ".unfinished");
                Files.write(unfinished, SyntheticLargeImage.jpeg(SEED, number));
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return new BenchImage(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the picture " + file, e);
        }
    }
}
