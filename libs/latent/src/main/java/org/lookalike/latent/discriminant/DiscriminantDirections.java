package org.lookalike.latent.discriminant;

import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * Directions that tell some labelled rows apart, and how long they must be for the sample to vary along all of them
 * together as much as along its principal components: weight 1.
 *
 * @param axes dimensions × features, row after row, in each of which the covariance within classes is 1
 * @param dimensions how many there are, one less than there are classes or fewer
 * @param scale the length of the axes at weight 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record DiscriminantDirections(float[] axes, int dimensions, double scale) {
    /**
     * @param centre the sample's mean
     * @param variance the sample's along all principal components
     * @throws IllegalArgumentException if classes cannot be told apart, see {@link Lda}
     */
    static DiscriminantDirections of(
            Rows labelled, int[] labels, Rows sample, float[] centre, double variance, LdaOptions options) {
        LdaModel model = Lda.fit(labelled, labels, options);
        float[] projected = CentredProduct.of(centre, model.axes(), sample);
        double along = Vectors.squaredNorm(projected) / (sample.count() - 1);
        return new DiscriminantDirections(
                model.axes(), model.dimensions(), along > 0 ? Math.sqrt(variance / along) : 0);
    }

    Rows project(Rows rows, float[] centre) {
        return Rows.of(CentredProduct.of(centre, axes, rows), dimensions);
    }
}
