package org.lookalike.encoding.parity;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Makes the golden images' files: one for each way in which an image may reach an encoder. */
final class GoldenFiles {
    private static final int COLOURS = 32;

    private GoldenFiles() {}

    /** Every file by its name. */
    static Map<String, byte[]> make() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plain.jpg", jpeg(new GoldenPainter(1).paint(320, 240, BufferedImage.TYPE_INT_RGB), 0.8f, false));
        files.put("large.jpg", jpeg(new GoldenPainter(2).paint(1200, 900, BufferedImage.TYPE_INT_RGB), 0.2f, false));
        files.put(
                "progressive.jpg", jpeg(new GoldenPainter(3).paint(480, 200, BufferedImage.TYPE_INT_RGB), 0.7f, true));
        files.put("grey.jpg", jpeg(new GoldenPainter(4).paint(240, 300, BufferedImage.TYPE_BYTE_GRAY), 0.8f, false));
        BufferedImage lying = lying(new GoldenPainter(5).paint(200, 340, BufferedImage.TYPE_INT_RGB));
        files.put("rotated.jpg", oriented(jpeg(lying, 0.8f, false), 6));
        files.put("alpha.png", png(new GoldenPainter(6).paintCutOut(80, 60)));
        files.put("palette.png", png(palette(new GoldenPainter(7).paintCutOut(250, 250))));
        files.put("small.png", png(new GoldenPainter(8).paint(72, 54, BufferedImage.TYPE_INT_RGB)));
        return files;
    }

    private static byte[] jpeg(BufferedImage image, float quality, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            if (progressive) {
                parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** The image as a camera on its side stores it: turned a quarter to the right, it stands upright. */
    private static BufferedImage lying(BufferedImage upright) {
        int width = upright.getHeight();
        int height = upright.getWidth();
        BufferedImage lying = new BufferedImage(width, height, upright.getType());
        for (int y = 0; y < lying.getHeight(); y++) {
            for (int x = 0; x < lying.getWidth(); x++) {
                lying.setRGB(x, y, upright.getRGB(upright.getWidth() - 1 - y, x));
            }
        }
        return lying;
    }

    /** The JPEG with an Exif segment that states how to turn it. */
    private static byte[] oriented(byte[] jpeg, int orientation) {
        ByteBuffer segment = ByteBuffer.allocate(36)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1})
                .putShort((short) 34)
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0);
        return ByteBuffer.allocate(jpeg.length + segment.capacity())
                .put(jpeg, 0, 2)
                .put(segment.array())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** A few dozen of the image's colours, of which the first is transparent; each pixel takes the nearest. */
    private static BufferedImage palette(BufferedImage image) {
        int[] colours = new int[COLOURS];
        for (int i = 1; i < COLOURS; i++) {
            int x = (i * 97) % image.getWidth();
            int y = image.getHeight() / 4 + (i * 61) % (image.getHeight() / 2);
            colours[i] = 0xff000000 | image.getRGB(x, y);
        }
        IndexColorModel model = new IndexColorModel(8, COLOURS, colours, 0, true, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                indexed.getRaster().setSample(x, y, 0, pixel >>> 24 < 128 ? 0 : nearest(pixel, colours));
            }
        }
        return indexed;
    }

    private static int nearest(int pixel, int[] colours) {
        int best = 1;
        int min = Integer.MAX_VALUE;
        for (int i = 1; i < colours.length; i++) {
            int distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (pixel >> shift & 0xff) - (colours[i] >> shift & 0xff);
                distance += difference * difference;
            }
            if (distance < min) {
                min = distance;
                best = i;
            }
        }
        return best;
    }
}
