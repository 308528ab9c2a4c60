package org.lookalike.imaging.decode;

import java.util.zip.CRC32;

/** A PNG's chunks, walked and checked without inflating anything. */
final class PngStructure {
    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHUNK_OVERHEAD = 12;
    private static final int HEADER_END = SIGNATURE_LENGTH + CHUNK_OVERHEAD + 13;

    private PngStructure() {}

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

    /** Bytes of a decoded pixel: channels by colour type, one or two bytes each. */
    static int bytesPerPixel(ByteView view) {
        int depth = view.unsignedByte(SIGNATURE_LENGTH + 16);
        int channels = switch (view.unsignedByte(SIGNATURE_LENGTH + 17)) {
            case 0, 3 -> 1;
            case 4 -> 2;
            case 2 -> 3;
            default -> 4;
        };
        return depth > Byte.SIZE ? 2 * channels : channels;
    }

    /**
     * Checks that all chunks are there and sound, up to the end chunk.
     *
     * @return the Exif orientation, 1 to 8
     */
    static int checkWhole(ByteView view) {
        int orientation = ExifOrientation.UPRIGHT;
        boolean pixels = false;
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
            if (view.startsWith(chunk + 4, "IEND")) {
                if (!pixels) {
                    throw ImageHeader.corrupt("the PNG ends without any pixels");
                }
                return orientation;
            }
            pixels |= view.startsWith(chunk + 4, "IDAT");
            if (view.startsWith(chunk + 4, "eXIf")) {
                orientation = ExifOrientation.read(view, chunk + 8, chunk + 8 + length);
            }
            position += (long) CHUNK_OVERHEAD + length;
        }
        throw ImageHeader.truncated(ImageFormat.PNG, view.length());
    }

    private static void checkSum(ByteView view, int chunk, int length) {
        var checksum = new CRC32();
        checksum.update(view.bytes(), chunk + 4, length + 4);
        if ((int) checksum.getValue() != view.bigInt(chunk + 8 + length)) {
            throw ImageHeader.corrupt("the PNG chunk at offset %d has a wrong checksum".formatted(chunk));
        }
    }
}
