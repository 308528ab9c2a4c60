package org.lookalike.imaging.decode;

import java.io.IOException;
import java.util.zip.CRC32;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * A PNG's chunks, walked and checked without inflating anything.
 *
 * @param header format and size
 * @param bytesPerPixel of a decoded pixel: channels by colour type, one or two bytes each
 * @param orientation Exif orientation, 1 to 8
 * @param stated the samples that the chunk sBIT states to be significant, or null
 * @param parts the chunks that make the pixels; decoders stumble over others, and viewers do without them
 */
record PngStructure(
        ImageHeader header,
        int bytesPerPixel,
        int orientation,
        @Nullable SampleLevels stated,
        EncodedParts parts) implements ImageIoStructure {
    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHUNK_OVERHEAD = 12;
    private static final int HEADER_END = SIGNATURE_LENGTH + CHUNK_OVERHEAD + 13;
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;

    static ImageHeader readHeader(ByteView view) {
        if (!view.has(0, HEADER_END)) {
            throw ImageHeader.truncatedHeader(ImageFormat.PNG, view.length());
        }
        if (view.bigInt(SIGNATURE_LENGTH) != 13 || !view.startsWith(SIGNATURE_LENGTH + 4, "IHDR")) {
            throw ImageHeader.corrupt("the PNG does not begin with its header");
        }
        checkSum(view, SIGNATURE_LENGTH, 13);
        return new ImageHeader(ImageFormat.PNG, view.bigInt(SIGNATURE_LENGTH + 8), view.bigInt(SIGNATURE_LENGTH + 12));
    }

    /** Checks that all chunks are there, and that those which make the pixels are sound, up to the end chunk. */
    static PngStructure readWhole(ByteView view) {
        ImageHeader header = readHeader(view);
        int colourType = view.unsignedByte(SIGNATURE_LENGTH + 17);
        int orientation = ExifOrientation.UNSTATED;
        int significantBits = 0;
        boolean pixels = false;
        EncodedParts parts = new EncodedParts().add(view, 0, SIGNATURE_LENGTH);
        long position = SIGNATURE_LENGTH;
        while (view.has(position, CHUNK_OVERHEAD)) {
            int chunk = (int) position;
            int length = view.bigInt(chunk);
            if (length < 0) {
                throw ImageHeader.corrupt(
                        "the PNG chunk at offset %d states %d bytes".formatted(chunk, Integer.toUnsignedLong(length)));
            }
            if (!view.has(position, (long) CHUNK_OVERHEAD + length)) {
                break;
            }
            // Upper case means critical; a decoder may do without the others.
            if (Character.isUpperCase(view.unsignedByte(chunk + 4))) {
                checkSum(view, chunk, length);
            }
            position += (long) CHUNK_OVERHEAD + length;
            if (makesPixels(view, chunk, length, colourType)) {
                parts.add(view, chunk, position);
            }
            if (view.startsWith(chunk + 4, "IEND")) {
                if (!pixels) {
                    throw ImageHeader.corrupt("the PNG ends without any pixels");
                }
                return new PngStructure(
                        header,
                        bytesPerPixel(view, colourType),
                        orientation == ExifOrientation.UNSTATED ? ExifOrientation.UPRIGHT : orientation,
                        significantBits == 0 ? null : SampleLevels.ofBits(significantBits),
                        parts);
            }
            pixels |= view.startsWith(chunk + 4, "IDAT");
            if (view.startsWith(chunk + 4, "eXIf")) {
                orientation = ExifOrientation.read(view, chunk + 8, chunk + 8 + length);
            } else if (view.startsWith(chunk + 4, "sBIT")) {
                significantBits = significantBits(view, chunk + 8, length, colourType);
            }
        }
        throw ImageHeader.truncated(ImageFormat.PNG, view.length());
    }

    @Override
    public long decodingBytes() {
        return header.pixels() * bytesPerPixel;
    }

    @Override
    public EncodedParts parts(ByteView view) {
        return parts;
    }

    @Override
    public PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException {
        return new RasterRows(reader.read(0), stated, highBitDepth, deadline);
    }

    /** A palette suggested for an image in full colour is left out, and so is transparency that does not fit. */
    private static boolean makesPixels(ByteView view, int chunk, int length, int colourType) {
        if (view.startsWith(chunk + 4, "tRNS")) {
            return switch (colourType) {
                case GREY -> length == 2;
                case RGB -> length == 6;
                case PALETTE -> length > 0;
                default -> false;
            };
        }
        return view.startsWith(chunk + 4, "IHDR")
                || view.startsWith(chunk + 4, "IDAT")
                || view.startsWith(chunk + 4, "IEND")
                || (colourType == PALETTE && view.startsWith(chunk + 4, "PLTE"));
    }

    private static int bytesPerPixel(ByteView view, int colourType) {
        int depth = view.unsignedByte(SIGNATURE_LENGTH + 16);
        int channels = switch (colourType) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            default -> 4;
        };
        return depth > Byte.SIZE ? 2 * channels : channels;
    }

    /** The most of all colours; 0 if the chunk makes no sense. */
    private static int significantBits(ByteView view, int start, int length, int colourType) {
        int colours = colourType == GREY || colourType == GREY_ALPHA ? 1 : 3;
        int most = 0;
        for (int i = 0; i < Math.min(colours, length); i++) {
            most = Math.max(most, view.unsignedByte(start + i));
        }
        return most <= Short.SIZE ? most : 0;
    }

    private static void checkSum(ByteView view, int chunk, int length) {
        var checksum = new CRC32();
        checksum.update(view.bytes(), chunk + 4, length + 4);
        if ((int) checksum.getValue() != view.bigInt(chunk + 8 + length)) {
            throw ImageHeader.corrupt("the PNG chunk at offset %d has a wrong checksum".formatted(chunk));
        }
    }
}
