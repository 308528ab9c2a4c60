package org.lookalike.imaging.decode.opencv;

/** Pixels as a codec delivered them. */
public final class RgbPixels {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /**
     * @param width in pixels
     * @param height in pixels
     * @param rgb {@code height * width * 3} bytes, interleaved; not copied
     */
    public RgbPixels(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** Width in pixels. */
    public int width() {
        return width;
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /** The pixels, interleaved; not a copy. */
    public byte[] rgb() {
        return rgb;
    }
}
