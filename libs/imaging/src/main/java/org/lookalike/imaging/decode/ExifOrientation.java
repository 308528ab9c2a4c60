package org.lookalike.imaging.decode;

/** Finds the orientation, 1 to 8, in an Exif block. */
final class ExifOrientation {
    static final int UPRIGHT = 1;
    static final int UNSTATED = 0;

    private static final int ORIENTATION_TAG = 0x0112;
    private static final int SHORT_TYPE = 3;
    private static final int ENTRY_LENGTH = 12;

    private ExifOrientation() {}

    /**
     * Reads one block.
     *
     * @return 0 if the block states no orientation, or none that exists
     * @param view the whole file
     * @param start where the TIFF header ({@code II} or {@code MM}) of the block is
     * @param end the first offset past the block
     */
    static int read(ByteView view, int start, int end) {
        boolean little = view.startsWith(start, "II*\u0000");
        boolean big = view.startsWith(start, "MM\u0000*");
        if (end - start < 8 || !view.has(start, end - start) || !(little || big)) {
            return UNSTATED;
        }
        long directory = start + Integer.toUnsignedLong(little ? view.littleInt(start + 4) : view.bigInt(start + 4));
        if (directory + 2 > end) {
            return UNSTATED;
        }
        int entries = unsignedShort(view, (int) directory, little);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY_LENGTH;
            if (entry + ENTRY_LENGTH > end) {
                return UNSTATED;
            }
            int offset = (int) entry;
            if (unsignedShort(view, offset, little) == ORIENTATION_TAG
                    && unsignedShort(view, offset + 2, little) == SHORT_TYPE) {
                int orientation = unsignedShort(view, offset + 8, little);
                return orientation >= 1 && orientation <= 8 ? orientation : UNSTATED;
            }
        }
        return UNSTATED;
    }

    private static int unsignedShort(ByteView view, int offset, boolean little) {
        return little ? view.littleShort(offset) : view.bigShort(offset);
    }
}
