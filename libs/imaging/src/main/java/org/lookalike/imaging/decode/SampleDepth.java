package org.lookalike.imaging.decode;

/**
 * The samples of an image as the decoder reads them, and which of them become black and white.
 *
 * @param bits of the largest sample, 1 to 64; of an index into a palette
 * @param floatingPoint whether samples are floating point numbers
 * @param black the sample that becomes 0; what is smaller is clipped
 * @param white the sample that becomes 255; what is larger is clipped
 */
public record SampleDepth(int bits, boolean floatingPoint, double black, double white) {
    static final SampleDepth BYTES = ofBits(Byte.SIZE);

    /** Unsigned integers of at most eight bits, of which all become grey levels. */
    static SampleDepth ofBits(int bits) {
        return of(bits, false, SampleLevels.ofBits(bits));
    }

    static SampleDepth of(int bits, boolean floatingPoint, SampleLevels levels) {
        return new SampleDepth(bits, floatingPoint, levels.black(), levels.white());
    }
}
