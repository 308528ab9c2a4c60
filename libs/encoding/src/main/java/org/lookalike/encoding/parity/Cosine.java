package org.lookalike.encoding.parity;

/** How alike two feature vectors are. */
public final class Cosine {
    private Cosine() {}

    /**
     * The cosine of the angle between two vectors, -1 to 1; not a number if one of them is zero or holds what is none.
     *
     * @throws IllegalArgumentException if their lengths differ
     */
    public static double between(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "vectors of %d and %d features cannot be compared".formatted(one.length, other.length));
        }
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            squares += (double) one[i] * one[i];
            otherSquares += (double) other[i] * other[i];
        }
        return product / Math.sqrt(squares * otherSquares);
    }
}
