package org.lookalike.latent.linear;

import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;

/**
 * A centred linear map onto principal components, each at the length that it shall count for: {@code basis · (features −
 * mean)}.
 *
 * <p>Arrays are shared with whoever handed them in and with whoever asks for them, and must not change afterwards. With
 * that, thread-safe.
 *
 * @param mean of the sample, one number for each feature
 * @param basis dimensions × features, row after row; rows are orthogonal
 * @param variance the sample's along all dimensions together
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PrincipalBasis(float[] mean, float[] basis, double variance) {
    public PrincipalBasis {
        if (mean.length == 0 || basis.length == 0 || basis.length % mean.length != 0) {
            throw new IllegalArgumentException(
                    "a basis of %d values does not fit a mean of %d features".formatted(basis.length, mean.length));
        }
    }

    /** The components as they are or, where the model is whitened, at the length that gives each variance 1. */
    public static PrincipalBasis of(PcaModel principal) {
        float[] basis = principal.components().clone();
        double variance = 0;
        for (int i = 0; i < principal.dimensions(); i++) {
            float along = principal.explainedVariance()[i];
            variance += principal.whitened() ? 1 : along;
            for (int at = i * principal.features(); principal.whitened() && at < (i + 1) * principal.features(); at++) {
                basis[at] /= (float) Math.sqrt(along);
            }
        }
        return new PrincipalBasis(principal.mean(), basis, variance);
    }

    /** The components, turned and scaled by what neighbours along them say. */
    public static PrincipalBasis of(PcaModel principal, NeighbourWhitening whitening) {
        int width = whitening.dimensions();
        double variance = 0;
        for (int i = 0; i < width; i++) {
            double along = 0;
            for (int j = 0; j < width; j++) {
                double cosine = whitening.axes()[i * width + j];
                along += cosine * cosine * principal.explainedVariance()[j];
            }
            variance += whitening.factors()[i] * whitening.factors()[i] * along;
        }
        return new PrincipalBasis(principal.mean(), whitening.after(principal.components()), variance);
    }

    /** Numbers in a projection. */
    public int dimensions() {
        return basis.length / mean.length;
    }

    /**
     * Projects many vectors, with matrix products.
     *
     * @throws IllegalArgumentException if their width is not that of the mean, or a number is not finite
     */
    public Rows project(Rows rows) {
        return Rows.of(CentredProduct.of(mean, basis, rows), dimensions());
    }
}
