package org.lookalike.latent.novelty;

import java.util.Arrays;

/**
 * Folds long vectors into few dimensions so that their distances stay the same on average: each coordinate is added to,
 * or taken from, one of the sums. That is feature hashing (Weinberger and others, ICML 2009) with places in turn; it
 * costs one addition per coordinate and needs no fit, so it outlives every space.
 */
public final class FeatureHashing {
    private final int inputDimensions;
    private final int dimensions;

    /**
     * @param inputDimensions the length of the vectors
     * @param most how many dimensions may be left; vectors that are no longer stay as they are
     */
    public FeatureHashing(int inputDimensions, int most) {
        if (inputDimensions < 1) {
            throw new IllegalArgumentException(
                    "vectors of %d dimensions, must be at least 1".formatted(inputDimensions));
        }
        this.inputDimensions = inputDimensions;
        dimensions = Math.min(inputDimensions, most);
    }

    /** How many dimensions are left. */
    public int dimensions() {
        return dimensions;
    }

    /** Folds a vector into a place of an array. */
    public void fold(float[] vector, float[] target, int offset) {
        if (vector.length != inputDimensions) {
            throw new IllegalArgumentException(
                    "a vector of %d dimensions, this source has %d".formatted(vector.length, inputDimensions));
        }
        Arrays.fill(target, offset, offset + dimensions, 0);
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException("coordinate %d is %s, must be finite".formatted(i, vector[i]));
            }
            // The first of each place keeps its sign, so a vector that is short enough stays as it is.
            boolean negative = i >= dimensions && (Mixing.mix(i) & 1) == 1;
            target[offset + i % dimensions] += negative ? -vector[i] : vector[i];
        }
    }
}
