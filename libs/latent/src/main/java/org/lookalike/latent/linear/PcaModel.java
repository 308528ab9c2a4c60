package org.lookalike.latent.linear;

import java.util.Arrays;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.matrix.Workers;

/**
 * A fitted principal component analysis: {@code projection = components · (features − mean)}, divided by the standard
 * deviation of each dimension where whitened.
 *
 * <p>Arrays are shared with whoever handed them in and with whoever asks for them, and must not change afterwards. With
 * that, thread-safe.
 *
 * @param mean of the sample, one number for each feature
 * @param components dimensions × features, row after row: each row is a direction of length 1, and directions are
 *     orthogonal; the component of largest magnitude is positive
 * @param explainedVariance the sample's variance along each direction, descending, with the divisor {@code count - 1}
 * @param totalVariance the sample's variance in all directions, at least the sum of the explained ones
 * @param whitened whether projections are scaled to variance 1 in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; lists would box half a million numbers.
public record PcaModel(
        float[] mean, float[] components, float[] explainedVariance, double totalVariance, boolean whitened) {
    public PcaModel {
        long expected = (long) mean.length * explainedVariance.length;
        if (expected == 0 || components.length != expected) {
            throw new IllegalArgumentException("%d components, must be %d dimensions × %d features and not 0"
                    .formatted(components.length, explainedVariance.length, mean.length));
        }
        if (!(totalVariance > 0 && totalVariance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "total variance %s, must be positive and finite".formatted(totalVariance));
        }
        for (int i = 0; i < explainedVariance.length; i++) {
            if (!(explainedVariance[i] > 0 && explainedVariance[i] < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "explained variance %d is %s, must be positive and finite".formatted(i, explainedVariance[i]));
            }
        }
    }

    /** Numbers in a projection. */
    public int dimensions() {
        return explainedVariance.length;
    }

    /** Numbers in what is projected. */
    public int features() {
        return mean.length;
    }

    /** The share of the sample's variance that the dimensions explain, more than 0 and at most 1. */
    public double explainedShare() {
        double sum = 0;
        for (float variance : explainedVariance) {
            sum += variance;
        }
        return Math.min(1, sum / totalVariance);
    }

    /**
     * Projects one vector, in plain Java: fit for a request.
     *
     * @param vector {@link #features()} numbers
     * @return {@link #dimensions()} numbers
     * @throws IllegalArgumentException if the length differs, or a number is not finite
     */
    public float[] project(float[] vector) {
        return scaled(CentredProduct.of(mean, components, vector));
    }

    /**
     * Projects many vectors, with matrix products.
     *
     * @param rows of width {@link #features()}
     * @return as many of width {@link #dimensions()}; equal to {@link #project(float[])} of each up to rounding
     * @throws IllegalArgumentException if the width differs, or a number is not finite
     */
    public Rows project(Rows rows) {
        return Rows.of(scaled(CentredProduct.of(mean, components, rows)), dimensions());
    }

    /**
     * What a projection stands for: the point of the explained subspace.
     *
     * @param projection {@link #dimensions()} numbers
     * @return {@link #features()} numbers
     * @throws IllegalArgumentException if the length differs
     */
    public float[] reconstruct(float[] projection) {
        if (projection.length != dimensions()) {
            throw new IllegalArgumentException(
                    "projection of width %d, must be %d".formatted(projection.length, dimensions()));
        }
        float[] vector = mean.clone();
        for (int i = 0; i < projection.length; i++) {
            Vectors.addScaled(projection[i] * deviation(i), components, i * vector.length, vector);
        }
        return vector;
    }

    /**
     * How far a vector lies from the explained subspace: the Euclidean length of what its projection leaves out.
     *
     * @param vector {@link #features()} numbers
     * @throws IllegalArgumentException if the length differs, or a number is not finite
     */
    public double residual(float[] vector) {
        return Vectors.distance(vector, reconstruct(project(vector)));
    }

    /**
     * The share of another sample's variance that these directions explain: its variance along them over its variance
     * in all directions, both about that sample's own mean, whether whitened or not. Bases of equally many dimensions
     * are compared by it.
     *
     * @param rows of width {@link #features()}, at least 2 and not all equal
     * @return 0 to 1
     * @throws IllegalArgumentException if the rows are not like that, or a number is not finite
     */
    public double explainedShare(Rows rows) {
        float[] centre;
        try (Workers workers = new Workers(1)) {
            centre = Vectors.toFloats(ColumnMeans.of(rows, workers));
        }
        double explained = Vectors.squaredNorm(CentredProduct.of(centre, components, rows));
        double total = 0;
        for (int at = 0; at < rows.values().length; at += centre.length) {
            total += Vectors.squaredDistance(rows.values(), at, centre, 0, centre.length);
        }
        if (total == 0) {
            throw new IllegalArgumentException("%s: all equal, a share of variance needs some".formatted(rows));
        }
        return Math.min(1, explained / total);
    }

    /** Scales projections that lie one after the other, where the model whitens. */
    private float[] scaled(float[] projections) {
        for (int at = 0; whitened && at < projections.length; at++) {
            projections[at] /= deviation(at % dimensions());
        }
        return projections;
    }

    private float deviation(int dimension) {
        return whitened ? (float) Math.sqrt(explainedVariance[dimension]) : 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PcaModel model
                && Arrays.equals(mean, model.mean)
                && Arrays.equals(components, model.components)
                && Arrays.equals(explainedVariance, model.explainedVariance)
                && Double.compare(totalVariance, model.totalVariance) == 0
                && whitened == model.whitened;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(explainedVariance) + Arrays.hashCode(mean);
    }

    @Override
    public String toString() {
        return "PcaModel[%d features to %d dimensions, %.4f of the variance%s]"
                .formatted(features(), dimensions(), explainedShare(), whitened ? ", whitened" : "");
    }
}
