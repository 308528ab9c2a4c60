package org.lookalike.latent.neighbours;

import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * The row that lies nearest to a vector.
 *
 * @param index which row; of several equally near ones the first
 * @param distance Euclidean
 */
public record Nearest(int index, double distance) {

    /**
     * The row nearest to one vector by Euclidean distance, in plain Java: whatever only places single vectors needs no native
     * library.
     *
     * @param rows at least 1
     * @throws IllegalArgumentException if there is no row, the width differs, or a number is not finite
     */
    public static Nearest in(Rows rows, float[] vector) {
        if (rows.count() == 0) {
            throw new IllegalArgumentException("0 rows to search, at least 1 is needed");
        }
        if (vector.length != rows.width()) {
            throw new IllegalArgumentException("vector of width %d, must be %d".formatted(vector.length, rows.width()));
        }
        int index = -1;
        double min = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.count(); i++) {
            double square = Vectors.squaredDistance(vector, 0, rows.values(), i * vector.length, vector.length);
            if (square < min) {
                min = square;
                index = i;
            }
        }
        if (index < 0) {
            throw new IllegalArgumentException("vector is not finite, all of its numbers must be");
        }
        return new Nearest(index, Math.sqrt(min));
    }
}
