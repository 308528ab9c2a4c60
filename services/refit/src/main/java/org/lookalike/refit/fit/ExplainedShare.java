package org.lookalike.refit.fit;

import java.util.Arrays;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.spaces.Projection;

/** How much of a sample's variance lies in the directions of a space. */
final class ExplainedShare {
    private ExplainedShare() {}

    /**
     * The share of the rows' variance along the principal components of a projection, 0 to 1, however it scales them.
     * Directions that tell classes apart lie across those and explain nothing beside them.
     *
     * @param rows at least 2, not all equal
     */
    static double of(Projection projection, Rows rows) {
        int features = projection.features();
        int components = projection.dimensions() - projection.discriminant();
        float[] basis = Arrays.copyOf(projection.basis(), components * features);
        for (int at = 0; at < basis.length; at += features) {
            double squares = 0;
            for (int i = at; i < at + features; i++) {
                squares += (double) basis[i] * basis[i];
            }
            double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
            for (int i = at; i < at + features; i++) {
                basis[i] = (float) (basis[i] * scale);
            }
        }
        float[] ones = new float[components];
        Arrays.fill(ones, 1);
        return new PcaModel(projection.mean(), basis, ones, ones.length, false).explainedShare(rows);
    }
}
