package org.lookalike.encoding.parity;

import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Paints scenes of coloured discs, rings and bars before a gradient. Arithmetic alone, no Java 2D, so that each Java
 * version paints the same; no scene is its own mirror image, and none looks the same with red and blue exchanged.
 */
final class GoldenPainter {
    private static final int SHAPES = 9;
    private static final int BACKGROUND = 0xff;

    private final double[][] shapes = new double[SHAPES][];
    private final double[][] colours = new double[SHAPES][];
    private final double[] corner;
    private final double[] slope;
    private final double waves;

    GoldenPainter(long seed) {
        Random random = new Random(seed);
        corner = new double[] {170 + 60 * random.nextDouble(), 140 + 50 * random.nextDouble(), 60};
        slope = new double[] {-90, -60 * random.nextDouble(), 120};
        waves = 9 + 14 * random.nextDouble();
        for (int i = 0; i < SHAPES; i++) {
            shapes[i] = new double[] {
                random.nextDouble(),
                random.nextDouble(),
                0.06 + 0.14 * random.nextDouble(),
                Math.floor(3 * random.nextDouble())
            };
            double hue = random.nextDouble();
            colours[i] = new double[] {channel(hue), channel(hue + 1 / 3.0), channel(hue + 2 / 3.0)};
        }
    }

    /** An image of the scene, stretched to a size. */
    BufferedImage paint(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, BACKGROUND << 24 | rgb((x + 0.5) / width, (y + 0.5) / height));
            }
        }
        return image;
    }

    /** The scene cut out along a soft-edged disc: transparent outside. */
    BufferedImage paintCutOut(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double across = (x + 0.5) / width;
                double down = (y + 0.5) / height;
                double distance = StrictMath.hypot(across - 0.45, down - 0.55);
                int alpha = level(255 * (0.5 + (0.38 - distance) * 6));
                image.setRGB(x, y, alpha << 24 | rgb(across, down));
            }
        }
        return image;
    }

    /** The scene's colour at a place, both coordinates from 0 to 1, as 0xRRGGBB. */
    int rgb(double across, double down) {
        double[] colour = new double[3];
        for (int i = 0; i < 3; i++) {
            colour[i] = corner[i] + slope[i] * (0.3 * across + 0.7 * down);
        }
        for (int i = 0; i < SHAPES; i++) {
            double right = across - shapes[i][0];
            double below = down - shapes[i][1];
            if (covers(shapes[i], right, below)) {
                // Shaded like a wave that runs askew, so that every shape has a texture and a direction.
                double shade = 0.8 + 0.2 * StrictMath.sin(waves * (i + 2) * (right + 0.4 * below));
                for (int c = 0; c < 3; c++) {
                    colour[c] = colours[i][c] * shade;
                }
            }
        }
        return level(colour[0]) << 16 | level(colour[1]) << 8 | level(colour[2]);
    }

    private static boolean covers(double[] shape, double right, double below) {
        double size = shape[2];
        double distance = StrictMath.hypot(right, below);
        return switch ((int) shape[3]) {
            case 0 -> distance < size;
            case 1 -> distance < size && distance > 0.6 * size;
            default -> Math.abs(right - 0.5 * below) < 0.35 * size && Math.abs(below) < 1.6 * size;
        };
    }

    private static double channel(double hue) {
        return 130 + 115 * StrictMath.sin(2 * StrictMath.PI * hue);
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.rint(value)));
    }
}
