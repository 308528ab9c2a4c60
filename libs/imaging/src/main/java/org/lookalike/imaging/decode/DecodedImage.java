package org.lookalike.imaging.decode;

import java.util.Objects;

/**
 * An image's pixels, upright and opaque, perhaps shrunk by an eighth, a quarter or a half.
 *
 * <p>Immutable by agreement: the pixel array is handed over uncopied, and nobody writes to it.
 */
public final class DecodedImage {
    private final String mediaType;
    private final int originalWidth;
    private final int originalHeight;
    private final int width;
    private final int height;
    private final byte[] rgb;

    /**
     * @param mediaType the format found in the content, for example {@code image/jpeg}
     * @param originalWidth width in pixels of the image as it was sent, after its orientation was applied
     * @param originalHeight height likewise
     * @param width width in pixels of {@code rgb}, at most {@code originalWidth}
     * @param height height likewise
     * @param rgb {@code height * width * 3} bytes: rows from the top, pixels from the left, red, green, blue, each 0 to
     *     255 (unsigned)
     */
    public DecodedImage(String mediaType, int originalWidth, int originalHeight, int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || width > originalWidth || height > originalHeight) {
            throw new IllegalArgumentException("pixels are %d x %d, of an original of %d x %d"
                    .formatted(width, height, originalWidth, originalHeight));
        }
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "%d x %d pixels need %d bytes, got %d".formatted(width, height, 3L * width * height, rgb.length));
        }
        this.mediaType = Objects.requireNonNull(mediaType);
        this.originalWidth = originalWidth;
        this.originalHeight = originalHeight;
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** The format found in the content, for example {@code image/jpeg}. */
    public String mediaType() {
        return mediaType;
    }

    /** Width in pixels of the image as it was sent, upright. */
    public int originalWidth() {
        return originalWidth;
    }

    /** Height in pixels of the image as it was sent, upright. */
    public int originalHeight() {
        return originalHeight;
    }

    /** Width in pixels of {@link #rgb()}. */
    public int width() {
        return width;
    }

    /** Height in pixels of {@link #rgb()}. */
    public int height() {
        return height;
    }

    /** The pixels themselves, interleaved, {@code height * width * 3} bytes; not a copy, not to be written to. */
    public byte[] rgb() {
        return rgb;
    }

    @Override
    public String toString() {
        return "DecodedImage[%s, %d x %d, decoded at %d x %d]"
                .formatted(mediaType, originalWidth, originalHeight, width, height);
    }
}
