package org.lookalike.encoding.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.lookalike.schemas.Sha256;

/**
 * One of the images by which encoders are compared. They are part of the project, and between them take every way from
 * bytes to a model's input: plain, large (shrunk while it is decoded), progressive, grey and turned JPEGs, PNGs with
 * alpha and with a palette, and one that is smaller than most inputs.
 */
public final class GoldenImage {
    private static final List<GoldenImage> ALL = Stream.of(
                    "alpha.png",
                    "grey.jpg",
                    "large.jpg",
                    "palette.png",
                    "plain.jpg",
                    "progressive.jpg",
                    "rotated.jpg",
                    "small.png")
            .map(GoldenImage::new)
            .toList();

    private final String name;
    private final byte[] bytes;
    private final String sha256;

    private GoldenImage(String name) {
        this.name = name;
        try (InputStream resource = GoldenImage.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("%s is missing from the class path".formatted(name));
            }
            this.bytes = resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.sha256 = Sha256.of(bytes);
    }

    /** All of them, in the order of their names. */
    public static List<GoldenImage> all() {
        return ALL;
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** The file's bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }
}
