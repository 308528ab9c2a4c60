package org.lookalike.bench.chaos.traffic;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Images of 32 x 32 pixels in 16 coloured cells, no two alike: near one of eight patterns, so that there are clusters to
 * find, and far enough from each other that each is its own nearest neighbour.
 */
final class TinyImages {
    private static final int SIDE = 32;
    private static final int CELL = 8;
    private static final int VALUES = 3 * (SIDE / CELL) * (SIDE / CELL);
    private static final int PATTERNS = 8;
    private static final int SPREAD = 70;

    private final long seed;

    TinyImages(long seed) {
        this.seed = seed;
    }

    /**
     * One image as a PNG.
     *
     * @param number which one
     * @param version 0 for what is published first under its id, 1 for what is published again
     */
    byte[] png(int number, int version) {
        SplittableRandom pattern = new SplittableRandom(seed * 31 + number % PATTERNS);
        SplittableRandom own = new SplittableRandom(seed * 1_000_003L + number * 2L + version);
        int[] values = new int[VALUES];
        for (int index = 0; index < VALUES; index++) {
            int value = pattern.nextInt(256) + own.nextInt(-SPREAD, SPREAD + 1);
            values[index] = Math.max(0, Math.min(255, value));
        }
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int cell = 3 * (y / CELL * (SIDE / CELL) + x / CELL);
                image.setRGB(x, y, values[cell] << 16 | values[cell + 1] << 8 | values[cell + 2]);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }
}
