package org.lookalike.bench.images;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A small image enlarged, as a JPEG: the same part as seen by a camera with more pixels. */
public final class EnlargedImage {
    private EnlargedImage() {}

    /**
     * Enlarges an image.
     *
     * @param bytes an encoded image
     * @param factor of both sides, at least 1
     */
    public static byte[] jpeg(byte[] bytes, int factor) {
        try {
            BufferedImage small = ImageIO.read(new ByteArrayInputStream(bytes));
            int width = small.getWidth() * factor;
            int height = small.getHeight() * factor;
            BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = large.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(small, 0, 0, width, height, null);
            graphics.dispose();
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            ImageIO.write(large, "jpg", jpeg);
            return jpeg.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory can be read", e);
        }
    }
}
