package org.lookalike.imaging.decode;

import org.lookalike.imaging.decode.opencv.BgraPixels;

/** Blue, green and red of eight bits, perhaps with alpha, composited over white. */
record BgraRows(BgraPixels pixels) implements PixelRows {
    private static final int ALPHA = 3;

    @Override
    public int width() {
        return pixels.width();
    }

    @Override
    public int height() {
        return pixels.height();
    }

    @Override
    public void read(int y, byte[] rgb) {
        byte[] samples = pixels.samples();
        int channels = pixels.channels();
        int from = y * width() * channels;
        for (int x = 0; x < width(); x++) {
            int alpha = channels > ALPHA ? samples[from + ALPHA] & 0xff : 255;
            for (int colour = 0; colour < ALPHA; colour++) {
                rgb[3 * x + colour] = Opaque.overWhite(samples[from + 2 - colour] & 0xff, alpha);
            }
            from += channels;
        }
    }
}
