package org.lookalike.imaging.decode;

import org.lookalike.imaging.decode.opencv.RgbPixels;

/** Turns and mirrors pixels as an Exif orientation asks for. */
final class Orientation {
    private Orientation() {}

    /** Whether width and height change places. */
    static boolean swapsSides(int orientation) {
        return orientation >= 5;
    }

    /** @param orientation 1 to 8 */
    static RgbPixels upright(RgbPixels stored, int orientation) {
        if (orientation == ExifOrientation.UPRIGHT) {
            return stored;
        }
        int width = stored.width();
        int height = stored.height();
        int targetWidth = swapsSides(orientation) ? height : width;
        byte[] source = stored.rgb();
        byte[] target = new byte[source.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int right = width - 1 - x;
                int below = height - 1 - y;
                int targetX = switch (orientation) {
                    case 2, 3 -> right;
                    case 5, 8 -> y;
                    case 6, 7 -> below;
                    default -> x;
                };
                int targetY = switch (orientation) {
                    case 3, 4 -> below;
                    case 5, 6 -> x;
                    case 7, 8 -> right;
                    default -> y;
                };
                int from = 3 * (y * width + x);
                int to = 3 * (targetY * targetWidth + targetX);
                target[to] = source[from];
                target[to + 1] = source[from + 1];
                target[to + 2] = source[from + 2];
            }
        }
        return new RgbPixels(targetWidth, swapsSides(orientation) ? width : height, target);
    }
}
