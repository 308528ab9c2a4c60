package org.lookalike.imaging.decode;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Set;
import javax.imageio.ImageReader;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * The headers of a bitmap of Windows or OS/2.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bitsPerPixel 1 to 32
 * @param compression 0 none, 1 and 2 run lengths, 3 bit fields
 * @param pixelOffset where the pixels begin in the file
 */
record BmpHeader(int width, int height, int bitsPerPixel, int compression, long pixelOffset)
        implements ImageIoStructure {
    private static final int FILE_HEADER_LENGTH = 14;
    private static final int CORE_HEADER_LENGTH = 12;
    private static final int CORE_PLANES = 22;
    private static final int PLANES = 26;
    private static final int BIT_FIELDS = 3;
    private static final Set<Integer> HEADER_LENGTHS = Set.of(CORE_HEADER_LENGTH, 40, 52, 56, 64, 108, 124);

    /** Two letters are not enough evidence, so the second header's length must fit as well, and one field more. */
    static boolean recognises(ByteView view) {
        if (!view.startsWith(0, "BM")
                || !view.has(0, FILE_HEADER_LENGTH + 4)
                || !HEADER_LENGTHS.contains(view.littleInt(FILE_HEADER_LENGTH))) {
            return false;
        }
        boolean reserved = view.littleInt(6) == 0;
        int planes = view.littleInt(FILE_HEADER_LENGTH) == CORE_HEADER_LENGTH ? CORE_PLANES : PLANES;
        return reserved || (view.has(planes, 2) && view.littleShort(planes) == 1);
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

    /** Checks that the pixels are all there, as far as that can be told without decoding run lengths. */
    static BmpHeader readWhole(ByteView view) {
        BmpHeader header = read(view);
        if (header.isPlain() && !view.has(header.pixelOffset, header.pixelBytes() - header.padding())) {
            throw ImageHeader.truncated(ImageFormat.BMP, view.length());
        }
        return header;
    }

    @Override
    public ImageHeader header() {
        return new ImageHeader(ImageFormat.BMP, width, height);
    }

    @Override
    public long decodingBytes() {
        return header().pixels() * Math.max(1, (bitsPerPixel + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** Some writers leave out the padding of the last row, without which readers find the file too short. */
    @Override
    public EncodedParts parts(ByteView view) {
        EncodedParts parts = EncodedParts.whole(view);
        long missing = pixelOffset + pixelBytes() - view.length();
        return isPlain() && missing > 0 ? parts.add(new byte[(int) missing]) : parts;
    }

    @Override
    public PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException {
        BufferedImage image = reader.read(0);
        ColorModel model = image.getColorModel();
        if (model instanceof DirectColorModel direct && model.hasAlpha() && isInvisible(image.getRaster(), deadline)) {
            // Writers that leave the byte for alpha at zero mean an opaque image, and that is what Windows shows.
            model = new DirectColorModel(
                    direct.getPixelSize(), direct.getRedMask(), direct.getGreenMask(), direct.getBlueMask());
        }
        return new RasterRows(image.getRaster(), model, null, highBitDepth, deadline);
    }

    private static boolean isInvisible(Raster raster, Deadline deadline) {
        int[] alpha = new int[raster.getWidth()];
        int band = raster.getNumBands() - 1;
        for (int y = 0; y < raster.getHeight(); y++) {
            deadline.check();
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, alpha.length, 1, band, alpha);
            for (int value : alpha) {
                if (value != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isPlain() {
        return compression == 0 || compression == BIT_FIELDS;
    }

    private long pixelBytes() {
        return rowBytes() * height;
    }

    private long rowBytes() {
        return ((long) width * bitsPerPixel + 31) / 32 * 4;
    }

    /** Bytes that fill up a row. */
    private long padding() {
        return rowBytes() - ((long) width * bitsPerPixel + 7) / Byte.SIZE;
    }
}
