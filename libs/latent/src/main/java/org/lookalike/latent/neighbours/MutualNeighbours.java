package org.lookalike.latent.neighbours;

import java.util.Arrays;
import org.lookalike.latent.matrix.Rows;

/**
 * Pairs of rows each of which is among the nearest others of the other one, by cosine. That both say so keeps out rows
 * that are near to many, and rows that are near to nothing.
 *
 * @param first the earlier row of each pair, pairs ordered by it and then by the later one
 * @param second the later row of each pair
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; lists would box some ten thousand numbers.
public record MutualNeighbours(int[] first, int[] second) {
    /**
     * Finds the pairs, by exact search; of equal cosines the earlier row is nearer. A row of zeros is in no pair.
     *
     * @param neighbours how many nearest others of each row count, 1 to the number of rows less 1
     * @throws IllegalArgumentException if there are not so many others, or a number is not finite
     */
    public static MutualNeighbours of(Rows rows, int neighbours, int threads) {
        Neighbours nearest = NeighbourSearch.in(rows, Metric.COSINE).nearestOthers(neighbours, threads);
        int[] first = new int[rows.count() * neighbours];
        int[] second = new int[first.length];
        int count = 0;
        for (int i = 0; i < rows.count(); i++) {
            if (isZero(rows, i)) {
                continue;
            }
            int begin = count;
            for (int rank = 0; rank < neighbours; rank++) {
                int j = nearest.index(i, rank);
                if (i < j && !isZero(rows, j) && isNear(nearest, j, i)) {
                    first[count] = i;
                    second[count++] = j;
                }
            }
            Arrays.sort(second, begin, count);
        }
        return new MutualNeighbours(Arrays.copyOf(first, count), Arrays.copyOf(second, count));
    }

    /** How many pairs there are. */
    public int count() {
        return first.length;
    }

    private static boolean isNear(Neighbours nearest, int row, int other) {
        for (int rank = 0; rank < nearest.each(); rank++) {
            if (nearest.index(row, rank) == other) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(Rows rows, int row) {
        for (int at = row * rows.width(); at < (row + 1) * rows.width(); at++) {
            if (rows.values()[at] != 0) {
                return false;
            }
        }
        return true;
    }
}
