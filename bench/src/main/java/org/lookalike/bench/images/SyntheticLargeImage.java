package org.lookalike.bench.images;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.lookalike.simulation.InspectionLine;

/**
 * One large image: a part photographed from near by, smaller parts about it, and a sensor's noise, without which an
 * enlarged image would be a far smaller and more quickly decoded file than a camera's.
 */
final class SyntheticLargeImage {
    /** Part of the files' names: images of an earlier version must not be taken for these. */
    static final String VERSION = "scene2";

    private static final int WIDTH = 4_000;
    private static final int HEIGHT = 3_000;
    private static final int SMALLER_PARTS = 12;
    private static final float QUALITY = 0.9f;
    /** Half the width of the noise, in grey levels. */
    private static final int NOISE = 10;

    private SyntheticLargeImage() {}

    static byte[] jpeg(long seed, int number) throws IOException {
        InspectionLine line = new InspectionLine(seed);
        SplittableRandom random = new SplittableRandom(seed * 1_000 + number);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        int first = number * (SMALLER_PARTS + 1);
        graphics.drawImage(part(line, first), 0, 0, WIDTH, HEIGHT, null);
        for (int i = 1; i <= SMALLER_PARTS; i++) {
            int width = random.nextInt(300, 1_200);
            int height = width * 3 / 4;
            int x = random.nextInt(WIDTH - width);
            int y = random.nextInt(HEIGHT - height);
            graphics.drawImage(part(line, first + i), x, y, width, height, null);
        }
        graphics.dispose();
        addNoise(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), random);
        return encode(image);
    }

    private static BufferedImage part(InspectionLine line, int number) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(line.image(number).jpeg()));
    }

    private static void addNoise(int[] pixels, SplittableRandom random) {
        for (int i = 0; i < pixels.length; i++) {
            long bits = random.nextLong();
            int noisy = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                // Two uniform numbers added up: a triangle, near enough to a sensor's bell curve.
                int noise = Math.floorMod(bits, NOISE + 1) - Math.floorMod(bits >>> 8, NOISE + 1);
                bits >>>= 16;
                noisy |= Math.max(0, Math.min(255, (pixels[i] >> shift & 0xff) + noise)) << shift;
            }
            pixels[i] = noisy;
        }
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 << 20);
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
