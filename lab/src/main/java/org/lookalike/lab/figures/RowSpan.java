package org.lookalike.lab.figures;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * An orthonormal basis of what few but wide rows span about their mean, by Gram–Schmidt with every step done twice
 * (Giraud, Langou and Rozložník 2005). In it principal components are the same, and found at the cost of as many
 * dimensions as there are rows.
 */
final class RowSpan {
    /** Below this part of its length a row adds nothing but rounding to the span of those before it. */
    private static final double NOTHING = 1e-6;

    private RowSpan() {}

    /** Whether the change of basis saves time. */
    static boolean pays(Rows rows) {
        return rows.count() > 1 && rows.count() <= rows.width() / 2;
    }

    /** Coordinates in the basis, for these rows and others; nothing changes where all rows are equal. */
    static UnaryOperator<Rows> of(Rows rows) {
        Centring centring = Centring.of(rows);
        int width = rows.width();
        float[] centred = centring.apply(rows).values();
        double[][] basis = new double[rows.count()][];
        int size = 0;
        for (int i = 0; i < rows.count(); i++) {
            double[] vector = new double[width];
            for (int j = 0; j < width; j++) {
                vector[j] = centred[i * width + j];
            }
            double before = Vectors.norm(vector);
            for (int pass = 0; pass < 2; pass++) {
                for (int b = 0; b < size; b++) {
                    Vectors.addScaled(-Vectors.dot(vector, basis[b]), basis[b], vector);
                }
            }
            double left = Vectors.norm(vector);
            if (left > NOTHING * before) {
                for (int j = 0; j < width; j++) {
                    vector[j] /= left;
                }
                basis[size++] = vector;
            }
        }
        if (size == 0) {
            return same -> same;
        }
        float[] axes = axes(Arrays.copyOf(basis, size), width);
        int dimensions = size;
        return others -> Rows.of(CentredProduct.of(centring.mean(), axes, others), dimensions);
    }

    private static float[] axes(double[][] basis, int width) {
        float[] axes = new float[Math.multiplyExact(basis.length, width)];
        for (int i = 0; i < basis.length; i++) {
            for (int j = 0; j < width; j++) {
                axes[i * width + j] = (float) basis[i][j];
            }
        }
        return axes;
    }
}
