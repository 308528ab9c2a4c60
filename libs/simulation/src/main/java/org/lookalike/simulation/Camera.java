package org.lookalike.simulation;

import java.util.random.RandomGenerator;

/** What the camera and its light do to a scene. */
final class Camera {

    private Camera() {}

    /**
     * Applies the light's direction and tint, exposure, vignetting and sensor noise.
     *
     * @param pixels values 0xRRGGBB of the station's width and height, changed in place
     */
    static void expose(int[] pixels, Station station, RandomGenerator random) {
        int width = station.width();
        int height = station.height();
        float exposure = (float) random.nextDouble(0.82, 1.18);
        float slope = (float) random.nextDouble(0.08, 0.3);
        double angle = station.lightAngle() + random.nextDouble(-0.3, 0.3);
        float slopeX = (float) Math.cos(angle) * slope * 2 / width;
        float slopeY = (float) Math.sin(angle) * slope * 2 / height;
        float vignette = (float) random.nextDouble(0.05, 0.32);
        float warm = (float) (station.warmth() * 0.06);
        float noise = (float) random.nextDouble(2, 9) / 128;
        int state = random.nextInt() | 1;
        for (int y = 0; y < height; y++) {
            float offsetY = y - height / 2f;
            float farY = 4 * offsetY * offsetY / (height * height);
            for (int x = 0; x < width; x++) {
                float offsetX = x - width / 2f;
                float far = 4 * offsetX * offsetX / (width * width) + farY;
                float light = exposure * (1 + slopeX * offsetX + slopeY * offsetY - vignette * 0.5f * far);
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                int at = y * width + x;
                int pixel = pixels[at];
                pixels[at] = Channels.pack(
                        (pixel >> 16 & 255) * light * (1 + warm) + ((state & 255) - 128) * noise,
                        (pixel >> 8 & 255) * light + ((state >> 8 & 255) - 128) * noise,
                        (pixel & 255) * light * (1 - warm) + ((state >> 16 & 255) - 128) * noise);
            }
        }
    }

    /** A lens slightly out of focus: each pixel becomes a weighted mean with its four neighbours. */
    static void blur(int[] pixels, int width, int height) {
        int[] sharp = pixels.clone();
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int at = y * width + x;
                // Two channels at a time: red and blue never carry into each other within a sum of eight.
                long outer = spread(sharp[at - 1])
                        + spread(sharp[at + 1])
                        + spread(sharp[at - width])
                        + spread(sharp[at + width])
                        + 4 * spread(sharp[at]);
                pixels[at] = gather(outer >> 3);
            }
        }
    }

    private static long spread(int pixel) {
        return (long) (pixel >> 16 & 255) << 40 | (long) (pixel >> 8 & 255) << 20 | (pixel & 255);
    }

    private static int gather(long mean) {
        return (int) (mean >> 40 & 255) << 16 | (int) (mean >> 20 & 255) << 8 | (int) (mean & 255);
    }
}
