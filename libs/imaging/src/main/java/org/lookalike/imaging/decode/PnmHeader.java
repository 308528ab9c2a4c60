package org.lookalike.imaging.decode;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;

/**
 * The header of a portable anymap: PBM, PGM and PPM, plain or raw, PAM and PFM.
 *
 * @param header format and size
 * @param bytesPerPixel of a decoded pixel
 * @param bilevel whether it is a PAM whose samples are 0 for black and 1 for white
 */
record PnmHeader(ImageHeader header, int bytesPerPixel, boolean bilevel) implements ImageIoStructure {
    private static final String ARBITRARY = "P7\n";
    private static final String BILEVEL = "TUPLTYPE BLACKANDWHITE";
    private static final int LONGEST_HEADER = 1024;
    private static final byte[] LEVELS = {0, (byte) 255};
    private static final IndexColorModel BLACK_AND_WHITE =
            new IndexColorModel(1, LEVELS.length, LEVELS, LEVELS, LEVELS);
    private static final String BIT_GREY_AND_COLOUR = "123456";
    private static final String FLOATING_POINT = "fF";

    /** A letter and a digit are not enough evidence, so white space and the beginning of a number must follow. */
    static boolean recognises(ByteView view) {
        if (!view.has(0, 4) || view.unsignedByte(0) != 'P') {
            return false;
        }
        int kind = view.unsignedByte(1);
        int fourth = view.unsignedByte(3);
        return view.startsWith(0, ARBITRARY)
                || ((BIT_GREY_AND_COLOUR.indexOf(kind) >= 0 || FLOATING_POINT.indexOf(kind) >= 0)
                        && isSpace(view.unsignedByte(2))
                        && (isSpace(fourth) || fourth == '#' || (fourth >= '0' && fourth <= '9')));
    }

    static PnmHeader read(ByteView view) {
        return HeaderReading.read(
                ImageFormat.PNM,
                view,
                reader -> new PnmHeader(
                        new ImageHeader(ImageFormat.PNM, reader.getWidth(0), reader.getHeight(0)),
                        HeaderReading.bytesPerPixel(reader.getRawImageType(0)),
                        view.startsWith(0, ARBITRARY) && head(view).contains(BILEVEL)));
    }

    @Override
    public long decodingBytes() {
        return header.pixels() * bytesPerPixel;
    }

    /** The reader has already scaled integers from their stated maximum to the whole range of their type. */
    @Override
    public PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException {
        BufferedImage image = reader.read(0);
        ColorModel model = bilevel ? BLACK_AND_WHITE : image.getColorModel();
        return new RasterRows(image.getRaster(), model, null, highBitDepth, deadline);
    }

    private static String head(ByteView view) {
        int length = Math.min(view.length(), LONGEST_HEADER);
        return new String(view.bytes(), 0, length, StandardCharsets.US_ASCII);
    }

    private static boolean isSpace(int character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
}
