package org.lookalike.latent.discriminant;

import java.util.Arrays;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * A fitted linear discriminant analysis: {@code projection = axes · (features − mean)}. In projections the covariance
 * within classes is the identity, so that plain Euclidean distances weigh directions rightly.
 *
 * <p>Arrays are shared with whoever handed them in and with whoever asks for them, and must not change afterwards. With
 * that, thread-safe.
 *
 * @param mean of the sample, one number for each feature
 * @param axes dimensions × features, row after row, by descending separation; the component of largest magnitude is
 *     positive. They are not orthogonal
 * @param separation the variance between classes along each axis, in units of that within them
 * @param centroids the projected mean of each class, in the order of the classes
 * @param logPriors the natural logarithm of each class's share of the sample
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; lists would box every number.
public record LdaModel(float[] mean, float[] axes, double[] separation, Rows centroids, double[] logPriors) {
    public LdaModel {
        long expected = (long) mean.length * separation.length;
        if (expected == 0 || axes.length != expected) {
            throw new IllegalArgumentException("%d numbers in axes, must be %d dimensions × %d features and not 0"
                    .formatted(axes.length, separation.length, mean.length));
        }
        if (centroids.width() != separation.length || centroids.count() != logPriors.length) {
            throw new IllegalArgumentException("centroids are %s, must be %d of width %d"
                    .formatted(centroids, logPriors.length, separation.length));
        }
    }

    /** Numbers in a projection. */
    public int dimensions() {
        return separation.length;
    }

    /** How many classes there are. */
    public int classes() {
        return logPriors.length;
    }

    /**
     * Projects one vector, in plain Java: fit for a request.
     *
     * @throws IllegalArgumentException if its length is not that of the mean, or a number is not finite
     */
    public float[] project(float[] vector) {
        return CentredProduct.of(mean, axes, vector);
    }

    /**
     * Projects many vectors, with matrix products.
     *
     * @throws IllegalArgumentException if their width is not that of the mean, or a number is not finite
     */
    public Rows project(Rows rows) {
        return Rows.of(CentredProduct.of(mean, axes, rows), dimensions());
    }

    /**
     * The likeliest class, classes being normal with one covariance: where half the squared distance to the centroid,
     * less the logarithm of the class's share, is smallest. With all axes this is the full classifier.
     *
     * @return 0 to {@link #classes()} less one
     * @throws IllegalArgumentException if its length is not that of the mean, or a number is not finite
     */
    public int classify(float[] vector) {
        float[] projection = project(vector);
        int best = 0;
        double min = Double.POSITIVE_INFINITY;
        for (int c = 0; c < classes(); c++) {
            double square = Vectors.squaredDistance(
                    projection, 0, centroids.values(), c * projection.length, projection.length);
            double cost = square / 2 - logPriors[c];
            if (cost < min) {
                min = cost;
                best = c;
            }
        }
        return best;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LdaModel model
                && Arrays.equals(mean, model.mean)
                && Arrays.equals(axes, model.axes)
                && Arrays.equals(separation, model.separation)
                && centroids.equals(model.centroids)
                && Arrays.equals(logPriors, model.logPriors);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(separation) + centroids.hashCode();
    }

    @Override
    public String toString() {
        return "LdaModel[%d features, %d classes, %d dimensions]".formatted(mean.length, classes(), dimensions());
    }
}
