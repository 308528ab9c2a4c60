package org.lookalike.imaging.decode;

/**
 * What the walk through a whole file tells, before any pixel is decoded.
 *
 * @param mediaType the format found in the content, for example {@code image/jpeg}
 * @param storedWidth width in pixels as stored, before orientation
 * @param storedHeight height likewise
 * @param orientation how the stored pixels are turned, 1 to 8 as in Exif; 1 is upright
 */
public record ImageInspection(String mediaType, int storedWidth, int storedHeight, int orientation) {

    /**
     * Inspects a file.
     *
     * @throws org.lookalike.platform.failure.PermanentFailure with one of the {@code IMAGE_} codes, if header or
     *     structure are refused
     */
    public static ImageInspection of(byte[] bytes, DecodeLimits limits) {
        var view = new ByteView(bytes);
        ImageHeader header = ImageHeader.read(view, limits);
        int orientation = ImageStructure.read(header.format(), view).orientation();
        return new ImageInspection(header.format().mediaType(), header.width(), header.height(), orientation);
    }
}
