package org.lookalike.latent.evaluation;

import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;

/**
 * The distances of many rows to all rows of a gallery, by matrix products. Euclidean distances are squared, which
 * changes no order, and taken about the gallery's mean, where they lose fewest digits. Thread-safe.
 */
final class Distances {
    /** Distances held at a time: 16 MiB. */
    private static final int BLOCK = 1 << 22;

    private final Distance distance;
    /** Of length 1, or about their mean. */
    private final Rows gallery;

    private final @Nullable Centring centring;
    private final double[] squares;

    Distances(Rows gallery, Distance distance) {
        this.distance = distance;
        this.centring = distance == Distance.COSINE ? null : Centring.of(gallery);
        this.gallery = prepared(gallery);
        this.squares = squares(this.gallery);
    }

    /** Takes the distances of one row. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Called row after row.
         *
         * @param row which one
         * @param distances to each of the gallery's rows, 0 or more; overwritten by the next call
         */
        void take(int row, float[] distances);
    }

    /**
     * Visits rows in their order.
     *
     * @throws IllegalArgumentException if the width differs from the gallery's, or a number is not finite
     */
    void each(Rows rows, Visitor visitor) {
        if (rows.width() != gallery.width()) {
            throw new IllegalArgumentException("%s, must be of width %d".formatted(rows, gallery.width()));
        }
        int block = Math.max(1, BLOCK / Math.max(1, gallery.count()));
        float[] distances = new float[gallery.count()];
        for (int first = 0; first < rows.count(); first += block) {
            Rows some = prepared(part(rows, first, Math.min(block, rows.count() - first)));
            double[] lengths = squares(some);
            float[] products = CentredProduct.of(new float[some.width()], gallery.values(), some);
            for (int i = 0; i < some.count(); i++) {
                for (int j = 0; j < distances.length; j++) {
                    float product = products[i * distances.length + j];
                    double value = distance == Distance.COSINE ? 1 - product : lengths[i] + squares[j] - 2.0 * product;
                    distances[j] = (float) Math.max(0, value);
                }
                visitor.take(first + i, distances);
            }
        }
    }

    private Rows prepared(Rows rows) {
        return centring == null ? rows.normalised() : centring.apply(rows);
    }

    private static Rows part(Rows rows, int first, int count) {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = first + i;
        }
        return rows.select(indices);
    }

    private static double[] squares(Rows rows) {
        double[] squares = new double[rows.count()];
        float[] values = rows.values();
        for (int at = 0; at < values.length; at++) {
            squares[at / rows.width()] += (double) values[at] * values[at];
        }
        return squares;
    }
}
