package org.lookalike.imaging.decode;

/** A decoded image that hands out its rows as opaque RGB, in whatever way it stores them. */
interface PixelRows {
    int width();

    int height();

    /** How samples become the bytes of the rows; other than eight bits where they are stored otherwise. */
    default SampleDepth depth() {
        return SampleDepth.BYTES;
    }

    /**
     * Writes one row.
     *
     * @param y 0 to height - 1
     * @param rgb at least {@code 3 * width} bytes: red, green, blue of each pixel from the left
     */
    void read(int y, byte[] rgb);
}
