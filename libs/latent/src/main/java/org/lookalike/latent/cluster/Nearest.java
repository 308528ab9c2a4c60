package org.lookalike.latent.cluster;

import org.lookalike.latent.matrix.Rows;

/**
 * The centre that lies nearest to a row.
 *
 * @param index which centre; of several equally near ones the first
 * @param distance Euclidean
 */
public record Nearest(int index, double distance) {
    /**
     * Compares a row with every centre.
     *
     * @param centres at least 1
     * @param row as wide as they are
     * @throws IllegalArgumentException if there is no centre, the width differs, or a number is not finite
     */
    public static Nearest of(Rows centres, float[] row) {
        if (centres.count() == 0) {
            throw new IllegalArgumentException("0 centres, at least 1 is needed");
        }
        if (row.length != centres.width()) {
            throw new IllegalArgumentException("row of width %d, must be %d".formatted(row.length, centres.width()));
        }
        int index = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.count(); i++) {
            double square = squaredDistance(centres.values(), i * row.length, row);
            if (square < least) {
                least = square;
                index = i;
            }
        }
        if (index < 0) {
            throw new IllegalArgumentException("row is not finite, all of its numbers must be");
        }
        return new Nearest(index, Math.sqrt(least));
    }

    private static double squaredDistance(float[] centres, int at, float[] row) {
        double square = 0;
        for (int j = 0; j < row.length; j++) {
            double difference = (double) centres[at + j] - row[j];
            square += difference * difference;
        }
        return square;
    }
}
