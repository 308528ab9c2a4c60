package org.lookalike.imaging.decode;

import java.util.Arrays;

/** A GIF's first frame at its place on the canvas, the rest of which is white. */
record CanvasRows(PixelRows frame, GifStructure structure) implements PixelRows {
    @Override
    public int width() {
        return structure.screenWidth();
    }

    @Override
    public int height() {
        return structure.screenHeight();
    }

    @Override
    public void read(int y, byte[] rgb) {
        int row = y - structure.top();
        boolean inside = row >= 0 && row < frame.height();
        if (inside) {
            frame.read(row, rgb);
        }
        int frameBytes = inside ? 3 * frame.width() : 0;
        int leftBytes = 3 * structure.left();
        System.arraycopy(rgb, 0, rgb, leftBytes, frameBytes);
        Arrays.fill(rgb, 0, leftBytes, (byte) 255);
        Arrays.fill(rgb, leftBytes + frameBytes, 3 * width(), (byte) 255);
    }
}
