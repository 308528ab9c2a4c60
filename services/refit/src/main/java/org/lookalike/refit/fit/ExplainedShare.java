package org.lookalike.refit.fit;

import java.util.Arrays;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.spaces.LinearProjection;

/** How much of a sample's variance lies in the directions of a space. */
final class ExplainedShare {
    private ExplainedShare() {}

    /**
     * The share of the rows' variance along the principal components of a projection, 0 to 1, however it scales them.
     * Directions that tell classes apart lie across those and explain nothing beside them.
     *
     * @param rows at least 2, not all equal
     */
    static double of(LinearProjection projection, Rows rows) {
        int features = projection.features();
        int components = projection.dimensions() - projection.discriminant();
        float[] basis = Rows.of(Arrays.copyOf(projection.basis(), components * features), features)
                .normalised()
                .values();
        float[] ones = new float[components];
        Arrays.fill(ones, 1);
        return new PcaModel(projection.mean(), basis, ones, ones.length, false).explainedShare(rows);
    }
}
