package org.lookalike.latent.neighbours;

import java.util.Arrays;

/**
 * Exact nearest rows by cosine.
 *
 * <p>The rows are held as columns, so that the innermost loop adds a multiple of one stretch of memory to another: the
 * JIT turns that into vector instructions, which it does not do for a sum that runs along a row. Four dimensions go
 * together to save loads and stores of the sums.
 */
final class CosineNeighbours {
    /** Rows whose sums and four columns fit the first-level cache together. */
    private static final int BLOCK = 1024;

    private static final int TOGETHER = 4;

    private final int rows;
    private final int paddedDimensions;
    /** Normalised, one column of all rows after the other; columns beyond the last dimension are zero. */
    private final float[] columns;

    CosineNeighbours(float[][] vectors) {
        rows = vectors.length;
        int dimensions = vectors[0].length;
        paddedDimensions = (dimensions + TOGETHER - 1) / TOGETHER * TOGETHER;
        columns = new float[Math.multiplyExact(paddedDimensions, rows)];
        for (int row = 0; row < rows; row++) {
            if (vectors[row].length != dimensions) {
                throw new IllegalArgumentException(
                        "row %d has %d dimensions, row 0 has %d".formatted(row, vectors[row].length, dimensions));
            }
            double squares = 0;
            for (float value : vectors[row]) {
                squares += (double) value * value;
            }
            float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
            for (int dimension = 0; dimension < dimensions; dimension++) {
                columns[dimension * rows + row] = vectors[row][dimension] * scale;
            }
        }
    }

    /** The nearest other rows of each query row, nearest first. */
    int[][] of(int[] queries, int count) {
        int[][] nearest = new int[queries.length][];
        float[] cosines = new float[rows];
        float[] query = new float[paddedDimensions];
        for (int i = 0; i < queries.length; i++) {
            for (int dimension = 0; dimension < paddedDimensions; dimension++) {
                query[dimension] = columns[dimension * rows + queries[i]];
            }
            Arrays.fill(cosines, 0);
            for (int start = 0; start < rows; start += BLOCK) {
                int end = Math.min(rows, start + BLOCK);
                for (int dimension = 0; dimension < paddedDimensions; dimension += TOGETHER) {
                    accumulate(query, dimension, start, end, cosines);
                }
            }
            nearest[i] = largest(cosines, queries[i], count);
        }
        return nearest;
    }

    private void accumulate(float[] query, int dimension, int start, int end, float[] sums) {
        float first = query[dimension];
        float second = query[dimension + 1];
        float third = query[dimension + 2];
        float fourth = query[dimension + 3];
        int one = dimension * rows;
        int two = one + rows;
        int three = two + rows;
        int four = three + rows;
        for (int row = start; row < end; row++) {
            sums[row] += first * columns[one + row]
                    + second * columns[two + row]
                    + third * columns[three + row]
                    + fourth * columns[four + row];
        }
    }

    /** By insertion into a short list, for hardly any row beats the tenth so far. */
    private static int[] largest(float[] cosines, int self, int count) {
        int[] best = new int[count];
        int filled = 0;
        for (int row = 0; row < cosines.length; row++) {
            float cosine = cosines[row];
            if (row == self || (filled == count && cosine <= cosines[best[count - 1]])) {
                continue;
            }
            int place = filled < count ? filled++ : count - 1;
            while (place > 0 && cosines[best[place - 1]] < cosine) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = row;
        }
        return best;
    }
}
