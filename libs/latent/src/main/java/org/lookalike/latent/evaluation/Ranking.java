package org.lookalike.latent.evaluation;

import java.util.Arrays;

/** Puts the rows of a gallery into the order of their distances; of equally far ones the earlier row comes first. */
final class Ranking {
    private Ranking() {}

    /**
     * The nearest rows, nearest first.
     *
     * @param distances 0 or more
     * @param count how many, at most all
     */
    static int[] nearest(float[] distances, int count) {
        long[] keys = new long[distances.length];
        for (int i = 0; i < keys.length; i++) {
            // Bits of floats that are not negative ascend with them; the sum makes -0 a plain 0.
            keys[i] = (long) Float.floatToIntBits(distances[i] + 0f) << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++) {
            nearest[i] = (int) keys[i];
        }
        return nearest;
    }
}
