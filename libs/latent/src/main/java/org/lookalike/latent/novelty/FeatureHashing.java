package org.lookalike.latent.novelty;

import java.util.Arrays;

/**
 * Feature hashing (Weinberger and others, ICML 2009): reduces long vectors to few dimensions so that distances are the same
 * on average. Each coordinate is added to, or subtracted from, one of the sums, which are taken in turn. It costs one
 * addition per coordinate and needs no fit, so it outlives every space.
 */
public final class FeatureHashing {
    private final int inputDimensions;
    private final int dimensions;

    /**
     * @param inputDimensions the length of the vectors
     * @param maxDimensions how many dimensions may be left; vectors that are no longer than that are copied
     */
    public FeatureHashing(int inputDimensions, int maxDimensions) {
        if (inputDimensions < 1) {
            throw new IllegalArgumentException(
                    "vectors of %d dimensions, must be at least 1".formatted(inputDimensions));
        }
        this.inputDimensions = inputDimensions;
        dimensions = Math.min(inputDimensions, maxDimensions);
    }

    /** How many dimensions are left. */
    public int dimensions() {
        return dimensions;
    }

    /** Writes a hashed vector to a place of an array. */
    public void hash(float[] vector, float[] target, int offset) {
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
            boolean negative = i >= dimensions && (CounterHash.mix(i) & 1) == 1;
            target[offset + i % dimensions] += negative ? -vector[i] : vector[i];
        }
    }
}
