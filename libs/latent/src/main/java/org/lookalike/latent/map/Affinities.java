package org.lookalike.latent.map;

import java.util.Arrays;
import org.lookalike.latent.matrix.Workers;
import org.lookalike.latent.neighbours.Neighbours;

/**
 * Affinities of rows: a sparse symmetric matrix whose entries sum to 1. Those of row {@code i} lie from
 * {@code starts[i]} to {@code starts[i + 1] - 1}, by column.
 *
 * @param starts one more than there are rows
 * @param columns the other row of each entry
 * @param values positive
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; lists would box millions of numbers.
record Affinities(int[] starts, int[] columns, float[] values) {
    private static final int BLOCK = 256;

    /** How many rows there are. */
    int rows() {
        return starts.length - 1;
    }

    /** The conditional weights of each row's neighbours, of which each row's sum to 1. */
    static float[] weights(Neighbours neighbours, double perplexity, Workers workers) {
        int each = neighbours.each();
        float[] weights = new float[neighbours.squares().length];
        workers.run(Workers.blocks(neighbours.queries(), BLOCK), (worker, block) -> {
            PerplexitySearch search = new PerplexitySearch(perplexity);
            double[] ofRow = new double[each];
            for (int i = block * BLOCK; i < Math.min(neighbours.queries(), (block + 1) * BLOCK); i++) {
                search.weigh(neighbours.squares(), i * each, ofRow);
                for (int k = 0; k < each; k++) {
                    weights[i * each + k] = (float) ofRow[k];
                }
            }
        });
        return weights;
    }

    /** Makes the weights symmetric: the mean of both directions over the number of rows. */
    static Affinities of(Neighbours neighbours, float[] weights, Workers workers) {
        int each = neighbours.each();
        int rows = neighbours.queries();
        // An entry as one number: its column above the bits of its value, so that sorting is by column.
        int[] starts = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            starts[i + 1] += each;
        }
        for (int neighbour : neighbours.indices()) {
            starts[neighbour + 1]++;
        }
        for (int i = 0; i < rows; i++) {
            starts[i + 1] += starts[i];
        }
        long[] entries = new long[starts[rows]];
        int[] ends = Arrays.copyOf(starts, rows);
        for (int i = 0; i < rows; i++) {
            for (int k = i * each; k < (i + 1) * each; k++) {
                int other = neighbours.indices()[k];
                long bits = Float.floatToIntBits(weights[k] / (2 * rows));
                entries[ends[i]++] = (long) other << Integer.SIZE | bits;
                entries[ends[other]++] = (long) i << Integer.SIZE | bits;
            }
        }
        int[] sizes = new int[rows];
        workers.run(Workers.blocks(rows, BLOCK), (worker, block) -> {
            for (int i = block * BLOCK; i < Math.min(rows, (block + 1) * BLOCK); i++) {
                sizes[i] = merge(entries, starts[i], starts[i + 1]);
            }
        });
        return pack(entries, starts, sizes);
    }

    /** Sorts by column and adds up entries of the same column. @return how many are left, at the beginning */
    private static int merge(long[] entries, int begin, int end) {
        Arrays.sort(entries, begin, end);
        int last = begin;
        for (int e = begin + 1; e < end; e++) {
            if (column(entries[e]) == column(entries[last])) {
                float sum = value(entries[e]) + value(entries[last]);
                entries[last] = (long) column(entries[e]) << Integer.SIZE | Float.floatToIntBits(sum);
            } else {
                entries[++last] = entries[e];
            }
        }
        return last - begin + 1;
    }

    private static Affinities pack(long[] entries, int[] starts, int[] sizes) {
        int[] packed = new int[starts.length];
        for (int i = 0; i < sizes.length; i++) {
            packed[i + 1] = packed[i] + sizes[i];
        }
        int[] columns = new int[packed[sizes.length]];
        float[] values = new float[columns.length];
        for (int i = 0; i < sizes.length; i++) {
            for (int k = 0; k < sizes[i]; k++) {
                columns[packed[i] + k] = column(entries[starts[i] + k]);
                values[packed[i] + k] = value(entries[starts[i] + k]);
            }
        }
        return new Affinities(packed, columns, values);
    }

    private static int column(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    private static float value(long entry) {
        return Float.intBitsToFloat((int) entry);
    }
}
