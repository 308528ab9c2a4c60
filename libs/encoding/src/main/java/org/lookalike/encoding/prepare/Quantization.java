package org.lookalike.encoding.prepare;

/**
 * How an encoder becomes an int8 one.
 *
 * @param images how many images calibrate it, 1 to 10,000; as many others, though at most 512, validate it
 *     afterwards
 * @param method how the range of each activation is found
 * @param weightBits 8, or 7 for processors without VNNI, where ONNX Runtime may add up products in 16 bits
 */
public record Quantization(int images, Method method, int weightBits) {
    /** The default of {@code images}. */
    public static final int DEFAULT_IMAGES = 128;

    /** The name of the default of {@code method}, as a constant for command lines. */
    public static final String DEFAULT_METHOD = "PERCENTILE";

    private static final int MAX_IMAGES = 10_000;

    /** How the range of an activation is found in what the calibration images gave. */
    public enum Method {
        /** From the least to the greatest value. */
        MINMAX,
        /** Without the outermost hundred-thousandth. */
        PERCENTILE,
        /** Where the distribution of the 8-bit values is nearest to the original one. */
        ENTROPY
    }

    public Quantization {
        if (images < 1 || images > MAX_IMAGES) {
            throw new IllegalArgumentException(
                    "%d calibration pictures, must be 1 to %d".formatted(images, MAX_IMAGES));
        }
        if (weightBits != 7 && weightBits != 8) {
            throw new IllegalArgumentException("weights of %d bits, must be 7 or 8".formatted(weightBits));
        }
    }
}
