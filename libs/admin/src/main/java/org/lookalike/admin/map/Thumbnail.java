package org.lookalike.admin.map;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;

/** Makes small JPEGs of images. May be used by many threads. */
public final class Thumbnail {
    private static final float QUALITY = 0.72f;

    private final ImageDecoder decoder;

    public Thumbnail(DecodeLimits limits) {
        decoder = new ImageDecoder(limits);
    }

    /**
     * Makes one.
     *
     * @param bytes the image
     * @param side of the square that it fits into, in pixels; smaller images stay as they are
     * @throws org.lookalike.platform.failure.PermanentFailure if it cannot be decoded
     */
    public byte[] of(byte[] bytes, int side) {
        return jpeg(shrunk(pixels(decoder.decode(bytes, side)), side), QUALITY);
    }

    /** A decoded image's pixels as Java draws them. */
    public static BufferedImage pixels(DecodedImage decoded) {
        BufferedImage full = new BufferedImage(decoded.width(), decoded.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[decoded.width()];
        byte[] rgb = decoded.rgb();
        for (int y = 0; y < decoded.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                int at = 3 * (y * row.length + x);
                row[x] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
            }
            full.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return full;
    }

    private static BufferedImage shrunk(BufferedImage image, int side) {
        BufferedImage current = image;
        while (Math.max(current.getWidth(), current.getHeight()) > side) {
            // By halves at most: interpolation looks at neighbours only.
            double factor = Math.max(0.5, (double) side / Math.max(current.getWidth(), current.getHeight()));
            int width = Math.max(1, (int) Math.round(factor * current.getWidth()));
            int height = Math.max(1, (int) Math.round(factor * current.getHeight()));
            BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = smaller.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(current, 0, 0, width, height, null);
            graphics.dispose();
            current = smaller;
        }
        return current;
    }

    /**
     * Encodes an image.
     *
     * @param quality 0 to 1
     */
    public static byte[] jpeg(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("could not encode a picture in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
