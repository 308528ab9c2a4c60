package org.lookalike.imaging.decode;

import java.util.Arrays;

/**
 * An animation's first frame at its place on the canvas, the rest of which is white.
 *
 * @param frame fits the canvas
 * @param width of the canvas in pixels
 * @param height likewise
 * @param left where the frame begins on the canvas
 * @param top likewise
 */
record CanvasRows(PixelRows frame, int width, int height, int left, int top) implements PixelRows {
    @Override
    public SampleDepth depth() {
        return frame.depth();
    }

    @Override
    public void read(int y, byte[] rgb) {
        int row = y - top;
        boolean inside = row >= 0 && row < frame.height();
        if (inside) {
            frame.read(row, rgb);
        }
        int frameBytes = inside ? 3 * frame.width() : 0;
        int leftBytes = 3 * left;
        System.arraycopy(rgb, 0, rgb, leftBytes, frameBytes);
        Arrays.fill(rgb, 0, leftBytes, (byte) 255);
        Arrays.fill(rgb, leftBytes + frameBytes, 3 * width, (byte) 255);
    }
}
