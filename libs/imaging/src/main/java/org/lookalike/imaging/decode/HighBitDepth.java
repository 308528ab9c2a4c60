package org.lookalike.imaging.decode;

/** How samples of more than eight bits become eight: the setting {@code decode.high-bit-depth}. */
public enum HighBitDepth {
    /**
     * The bits that carry the image are found, as the file states them or else from the values, and become the whole
     * range from black to white; an image that uses less than an eighth of them is stretched to its values.
     */
    SIGNIFICANT_BITS,
    /** The smallest value of each image becomes black and its largest white. */
    RANGE,
    /** The whole range of the sample type becomes the range from black to white; for floating point that is 0 to 1. */
    FULL
}
