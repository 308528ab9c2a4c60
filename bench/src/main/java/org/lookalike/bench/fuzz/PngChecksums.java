package org.lookalike.bench.fuzz;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Puts right the checksums of a PNG's chunks. */
final class PngChecksums {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int OVERHEAD = 3 * Integer.BYTES;

    private PngChecksums() {}

    /** A copy in which the checksum of each whole chunk is right, or the same array if it is no PNG. */
    static byte[] mended(byte[] input) {
        if (input.length < Long.BYTES || ByteBuffer.wrap(input).getLong() != SIGNATURE) {
            return input;
        }
        ByteBuffer png = ByteBuffer.wrap(input.clone());
        int position = Long.BYTES;
        while (png.capacity() - position >= OVERHEAD) {
            int length = png.getInt(position);
            if (length < 0 || length > png.capacity() - position - OVERHEAD) {
                break;
            }
            var checksum = new CRC32();
            checksum.update(png.array(), position + Integer.BYTES, length + Integer.BYTES);
            png.putInt(position + 2 * Integer.BYTES + length, (int) checksum.getValue());
            position += OVERHEAD + length;
        }
        return png.array();
    }
}
