package org.lookalike.imaging.decode;

import java.util.Set;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * A Windows bitmap's headers.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bitsPerPixel 1 to 32
 * @param compression 0 none, 1 and 2 run lengths, 3 bit fields
 * @param pixelOffset where the pixels begin in the file
 */
record BmpHeader(int width, int height, int bitsPerPixel, int compression, long pixelOffset) {
    private static final int FILE_HEADER_LENGTH = 14;
    private static final int CORE_HEADER_LENGTH = 12;
    private static final int BIT_FIELDS = 3;
    private static final Set<Integer> HEADER_LENGTHS = Set.of(CORE_HEADER_LENGTH, 40, 52, 56, 64, 108, 124);

    /** Two letters are not enough evidence, so the reserved zeros and the second header's length must fit as well. */
    static boolean recognises(ByteView view) {
        return view.startsWith(0, "BM")
                && view.has(0, FILE_HEADER_LENGTH + 4)
                && view.littleInt(6) == 0
                && HEADER_LENGTHS.contains(view.littleInt(FILE_HEADER_LENGTH));
    }

    static BmpHeader read(ByteView view) {
        int length = view.littleInt(FILE_HEADER_LENGTH);
        if (!view.has(FILE_HEADER_LENGTH, length)) {
            throw ImageHeader.truncatedHeader(ImageFormat.BMP, view.length());
        }
        long pixelOffset = Integer.toUnsignedLong(view.littleInt(10));
        if (length == CORE_HEADER_LENGTH) {
            return new BmpHeader(view.littleShort(18), view.littleShort(20), view.littleShort(24), 0, pixelOffset);
        }
        int height = view.littleInt(22);
        if (height == Integer.MIN_VALUE) {
            throw ImageHeader.corrupt("the BMP header states a height of %d".formatted(height));
        }
        // A negative height means that rows are stored from the top.
        var header = new BmpHeader(
                view.littleInt(18), Math.abs(height), view.littleShort(28), view.littleInt(30), pixelOffset);
        if (header.compression < 0 || header.compression > BIT_FIELDS) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_UNKNOWN_FORMAT,
                    "the BMP has compression %d, only 0 to %d are read".formatted(header.compression, BIT_FIELDS));
        }
        return header;
    }

    ImageHeader header() {
        return new ImageHeader(ImageFormat.BMP, width, height);
    }

    /** Checks that the pixels are all there, as far as that can be told without decoding run lengths. */
    void checkWhole(ByteView view) {
        boolean plain = compression == 0 || compression == BIT_FIELDS;
        long row = ((long) width * bitsPerPixel + 31) / 32 * 4;
        if (plain && !view.has(pixelOffset, row * height)) {
            throw ImageHeader.truncated(ImageFormat.BMP, view.length());
        }
    }
}
