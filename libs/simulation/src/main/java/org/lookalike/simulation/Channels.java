package org.lookalike.simulation;

/** Packing of colours as 0xRRGGBB. */
final class Channels {

    private Channels() {}

    /** Packs three channels, each rounded down and limited to 0..255. */
    static int pack(float red, float green, float blue) {
        return limit(red) << 16 | limit(green) << 8 | limit(blue);
    }

    private static int limit(float value) {
        return Math.max(0, Math.min(255, (int) value));
    }
}
