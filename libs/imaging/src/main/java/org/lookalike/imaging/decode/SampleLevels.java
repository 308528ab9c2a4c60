package org.lookalike.imaging.decode;

/**
 * The samples that become black and white; what lies between is scaled, what lies beyond is clipped.
 *
 * @param black becomes 0
 * @param white becomes 255, more than {@code black}
 */
record SampleLevels(double black, double white) {
    SampleLevels {
        if (!(white > black)) {
            throw new IllegalArgumentException("white is %s, black %s".formatted(white, black));
        }
    }

    /** What unsigned integers of so many bits can hold. */
    static SampleLevels ofBits(int bits) {
        return new SampleLevels(0, Math.pow(2, bits) - 1);
    }

    double width() {
        return white - black;
    }

    boolean contains(double smallest, double largest) {
        return smallest >= black && largest <= white;
    }

    /** 0 to 255; what is no number is black. */
    int scale(double sample) {
        double level = (sample - black) * 255 / width() + 0.5;
        return level >= 255 ? 255 : (int) Math.max(0, level);
    }
}
