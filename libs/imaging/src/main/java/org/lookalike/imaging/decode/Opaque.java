package org.lookalike.imaging.decode;

/** Composites over white. */
final class Opaque {
    private Opaque() {}

    /**
     * @param colour 0 to 255, not premultiplied
     * @param alpha 0 to 255
     */
    static byte overWhite(int colour, int alpha) {
        return (byte) (alpha == 255 ? colour : (colour * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
