package org.lookalike.imaging.decode;

import org.jspecify.annotations.Nullable;

/** What decoding an image will hold at once, told from its headers before any pixel is decoded; in bytes. */
final class DecodeMemory {
    private static final int RGB = 3;
    /** Each coefficient of a JPEG of several scans is kept until the last of them. */
    private static final int COEFFICIENT_BYTES = 2;

    private DecodeMemory() {}

    /**
     * The memory for one image, the result and its upright copy included.
     *
     * @param jpeg the structure of a JPEG, or null for another format
     * @param isNative whether OpenCV decodes it
     * @param factor what its sides are divided by
     */
    static long of(ImageHeader header, ByteView view, @Nullable JpegStructure jpeg, boolean isNative, int factor) {
        long pixels = (long) header.width() * header.height();
        long result = (long) RGB * ceil(header.width(), factor) * ceil(header.height(), factor);
        long decoded = isNative ? result : pixels * bytesPerPixel(header, view, jpeg);
        long coefficients = jpeg != null && jpeg.scans() > 1 ? pixels * jpeg.components() * COEFFICIENT_BYTES : 0;
        return decoded + coefficients + 2 * result;
    }

    private static long bytesPerPixel(ImageHeader header, ByteView view, @Nullable JpegStructure jpeg) {
        return switch (header.format()) {
            case JPEG -> jpeg == null ? RGB : (long) jpeg.components() * ceil(jpeg.precision(), Byte.SIZE);
            case PNG -> PngStructure.bytesPerPixel(view);
            case GIF -> 1;
            case BMP -> Math.max(1, ceil(BmpHeader.read(view).bitsPerPixel(), Byte.SIZE));
        };
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
