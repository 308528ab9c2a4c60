package org.lookalike.imaging.decode.opencv;

/** Pixels as a codec delivered them, perhaps with alpha. */
public final class BgraPixels {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    /**
     * @param width in pixels
     * @param height in pixels
     * @param channels 3, or 4 with alpha
     * @param samples {@code height * width * channels} bytes, interleaved; not copied
     */
    public BgraPixels(int width, int height, int channels, byte[] samples) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    /** Width in pixels. */
    public int width() {
        return width;
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /** 3, or 4 with alpha. */
    public int channels() {
        return channels;
    }

    /** The samples, interleaved; not a copy. */
    public byte[] samples() {
        return samples;
    }
}
