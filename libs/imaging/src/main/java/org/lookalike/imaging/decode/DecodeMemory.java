package org.lookalike.imaging.decode;

/** What decoding an image will hold at once, told from its headers before any pixel is decoded; in bytes. */
final class DecodeMemory {
    private static final int RGB = 3;

    private DecodeMemory() {}

    /** What ImageIO takes: the image as it is stored, the result and its upright copy. */
    static long of(ImageStructure structure, int factor) {
        return structure.decodingBytes() + 2 * result(structure, factor);
    }

    /**
     * What OpenCV takes for a JPEG, which it shrinks while it decodes.
     *
     * @param factor what the sides are divided by
     */
    static long ofNative(JpegStructure jpeg, int factor) {
        return jpeg.coefficientBytes() + 3 * result(jpeg, factor);
    }

    private static long result(ImageStructure structure, int factor) {
        ImageHeader header = structure.header();
        return (long) RGB * ceil(header.width(), factor) * ceil(header.height(), factor);
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
