package org.lookalike.testkit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small images made on the spot, the same for the same arguments. */
public final class TestImages {

    private TestImages() {}

    /** A PNG of coloured stripes with some noise; different seeds give different images. */
    public static byte[] png(long seed, int width, int height) {
        return encoded("png", stripes(seed, width, height));
    }

    /** The same image as a JPEG. */
    public static byte[] jpeg(long seed, int width, int height) {
        return encoded("jpeg", stripes(seed, width, height));
    }

    /** A PNG of eight by eight pixels in one grey, 0 to 255. */
    public static byte[] grey(int level) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 64; pixel++) {
            image.setRGB(pixel % 8, pixel / 8, level * 0x010101);
        }
        return encoded("png", image);
    }

    private static byte[] encoded(String format, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalStateException("this Java cannot write " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a " + format, e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage stripes(long seed, int width, int height) {
        Random random = new Random(seed);
        int stripe = 2 + random.nextInt(8);
        int[] colours = random.ints(4, 0, 1 << 24).toArray();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colours[(x + y) / stripe % colours.length] ^ random.nextInt(16));
            }
        }
        return image;
    }
}
