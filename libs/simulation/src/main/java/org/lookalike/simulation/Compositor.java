package org.lookalike.simulation;

import java.util.random.RandomGenerator;

/** Puts a part onto a surface: a soft shadow, the part's thickness as a dark edge, then the part. */
final class Compositor {

    private static final float SHADOW = 0.5f;

    private Compositor() {}

    /**
     * Draws the layer over the surface.
     *
     * @param surface values 0xRRGGBB, changed in place
     * @param layer values 0xAARRGGBB of the same width and height
     * @param lightAngle where the light comes from, in radians clockwise from the right
     */
    static void place(int[] surface, int[] layer, int width, int height, double lightAngle, RandomGenerator random) {
        int reach = random.nextInt(4, 9);
        float[] shadow = softened(layer, width, height, 3 + reach / 2);
        int shiftX = (int) Math.round(Math.cos(lightAngle) * reach * 1.6);
        int shiftY = (int) Math.round(Math.sin(lightAngle) * reach * 1.6);
        int thicknessX = (int) Math.round(Math.cos(lightAngle) * reach * 0.6);
        int thicknessY = (int) Math.round(Math.sin(lightAngle) * reach * 0.6);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int over = layer[at];
                float alpha = (over >>> 24) / 255f;
                float under = 0;
                if (alpha < 1) {
                    under = 1 - SHADOW * shadow[index(x + shiftX, y + shiftY, width, height)];
                    float side = (layer[index(x + thicknessX, y + thicknessY, width, height)] >>> 24) / 255f;
                    under *= (1 - 0.6f * side) * (1 - alpha);
                }
                int below = surface[at];
                surface[at] = Channels.pack(
                        (over >> 16 & 255) * alpha + (below >> 16 & 255) * under,
                        (over >> 8 & 255) * alpha + (below >> 8 & 255) * under,
                        (over & 255) * alpha + (below & 255) * under);
            }
        }
    }

    private static int index(int x, int y, int width, int height) {
        return Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x));
    }

    /** The layer's coverage, box-blurred along both axes with sliding sums. */
    private static float[] softened(int[] layer, int width, int height, int radius) {
        float[] rows = new float[layer.length];
        float norm = 1f / (255 * (2 * radius + 1));
        for (int y = 0; y < height; y++) {
            int start = y * width;
            int sum = 0;
            for (int x = -radius; x < width; x++) {
                sum += x + radius < width ? layer[start + x + radius] >>> 24 : 0;
                sum -= x - radius - 1 >= 0 ? layer[start + x - radius - 1] >>> 24 : 0;
                if (x >= 0) {
                    rows[start + x] = sum * norm;
                }
            }
        }
        float[] both = new float[layer.length];
        float[] sums = new float[width];
        for (int y = -radius; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float entering = y + radius < height ? rows[(y + radius) * width + x] : 0;
                float leaving = y - radius - 1 >= 0 ? rows[(y - radius - 1) * width + x] : 0;
                sums[x] += entering - leaving;
                if (y >= 0) {
                    both[y * width + x] = Math.max(0, sums[x] / (2 * radius + 1));
                }
            }
        }
        return both;
    }
}
