package org.lookalike.latent.retrieval;

import java.util.Arrays;

/** Average precision from similarities, for many rankings that need not be built. Thread-safe. */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * The mean of the precisions at the rank of each relevant row, as {@link RankedQuery#averagePrecision} defines it, over
     * the ranking by descending similarity. Among equal similarities the relevant rows count as last.
     *
     * @param similarities of each row to the query, finite
     * @param relevant which rows are relevant
     * @param query the place of the query itself among the rows, which is left out, or -1
     * @return 0 to 1; NaN where no row is relevant
     */
    public static double of(float[] similarities, boolean[] relevant, int query) {
        long[] order = new long[similarities.length];
        int count = 0;
        for (int row = 0; row < similarities.length; row++) {
            if (row != query) {
                order[count++] = ((long) descending(similarities[row]) << 1) | (relevant[row] ? 1 : 0);
            }
        }
        Arrays.sort(order, 0, count);
        double sum = 0;
        int found = 0;
        for (int rank = 0; rank < count; rank++) {
            if ((order[rank] & 1) == 1) {
                found++;
                sum += (double) found / (rank + 1);
            }
        }
        return found == 0 ? Double.NaN : sum / found;
    }

    /** An integer that is the smaller, the larger the number: floats of one sign are ordered as their bits are. */
    private static int descending(float number) {
        int bits = Float.floatToIntBits(number);
        return ~(bits >= 0 ? bits : bits ^ Integer.MAX_VALUE);
    }
}
