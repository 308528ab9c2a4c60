package org.lookalike.bench.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;

/** JPEGs of 12 megapixels, made once from a seed and kept in a folder. */
public final class LargePictures {
    private static final String NAME = "large";
    private static final long SEED = 12;

    private LargePictures() {}

    /**
     * The set; makes what the folder lacks.
     *
     * @param folder where the files are kept
     * @param count how many different pictures, at least 1
     * @param repeats how often each is embedded in a round
     */
    public static PictureSet load(Path folder, int count, int repeats) {
        List<Picture> pictures = IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> picture(folder, number))
                .toList();
        return new PictureSet(NAME, "composed by the bench, seed " + SEED, pictures, repeats);
    }

    private static Picture picture(Path folder, int number) {
        String name = "%s-%s-%02d.jpg".formatted(LargeScene.VERSION, SEED, number);
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path unfinished = Files.createTempFile(folder, name, ".unfinished");
                Files.write(unfinished, LargeScene.jpeg(SEED, number));
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return new Picture(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the picture " + file, e);
        }
    }
}
