package org.lookalike.explorer.image;

import java.awt.image.BufferedImage;
import org.lookalike.admin.map.Thumbnail;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;

/** Makes what is shown and searched by of what publishers sent: always encoded anew. Thread-safe. */
public final class ImagePixels {
    /** Encoders look at a few hundred pixels; a part keeps at least so many. */
    private static final int PART_SIDE = 320;

    private static final int MAX_SIDE = 8_192;
    private static final float QUALITY = 0.95f;

    private final ImageDecoder decoder;
    private final Thumbnail thumbnail;

    public ImagePixels(DecodeLimits limits) {
        this.decoder = new ImageDecoder(limits);
        this.thumbnail = new Thumbnail(limits);
    }

    /**
     * A JPEG of an image.
     *
     * @param side of the square that it fits into, in pixels; smaller images stay as they are
     * @throws org.lookalike.platform.failure.PermanentFailure if it cannot be decoded
     */
    public byte[] jpeg(byte[] bytes, int side) {
        return thumbnail.of(bytes, side);
    }

    /**
     * A JPEG of a part of an image.
     *
     * @throws org.lookalike.platform.failure.PermanentFailure if the image cannot be decoded
     */
    public byte[] part(byte[] bytes, ImageBox box) {
        int side = (int) Math.min(MAX_SIDE, Math.ceil(PART_SIDE / Math.min(box.width(), box.height())));
        DecodedImage decoded = decoder.decode(bytes, side);
        BufferedImage whole = Thumbnail.pixels(decoded);
        int left = Math.min(whole.getWidth() - 1, (int) Math.floor(box.x() * whole.getWidth()));
        int top = Math.min(whole.getHeight() - 1, (int) Math.floor(box.y() * whole.getHeight()));
        int width = Math.max(1, Math.min(whole.getWidth() - left, (int) Math.round(box.width() * whole.getWidth())));
        int height = Math.max(1, Math.min(whole.getHeight() - top, (int) Math.round(box.height() * whole.getHeight())));
        BufferedImage part = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        part.createGraphics().drawImage(whole.getSubimage(left, top, width, height), 0, 0, null);
        return Thumbnail.jpeg(part, QUALITY);
    }

    /**
     * The size of an image, upright.
     *
     * @throws org.lookalike.platform.failure.PermanentFailure if it cannot be decoded
     */
    public Size size(byte[] bytes) {
        DecodedImage decoded = decoder.decode(bytes, 1);
        return new Size(decoded.originalWidth(), decoded.originalHeight(), decoded.mediaType());
    }

    /**
     * A size.
     *
     * @param width in pixels
     * @param height in pixels
     * @param mediaType the format found in the content
     */
    public record Size(int width, int height, String mediaType) {}
}
