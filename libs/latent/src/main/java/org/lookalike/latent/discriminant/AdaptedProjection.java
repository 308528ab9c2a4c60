package org.lookalike.latent.discriminant;

import java.util.Arrays;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PrincipalBasis;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;

/**
 * A centred linear map that learns from labels: {@code basis · (features − mean)}, its first dimensions the principal
 * components of a sample, the others directions that tell labelled classes apart. The cosine of two projections is then
 * the sum of what both parts say.
 *
 * <p>The directions are those of a linear discriminant analysis of the features themselves, whose covariance within
 * classes is drawn far to the identity. They are of one length, such that the sample varies along all of them together
 * {@code weight} times as much as along the principal ones. {@link AdaptedReport} tells how the weight was chosen.
 *
 * <p>Arrays are shared with whoever handed them in and with whoever asks for them, and must not change afterwards. With
 * that, thread-safe.
 *
 * @param mean of the sample
 * @param basis dimensions × features, row after row
 * @param principal how many of the first dimensions are principal ones
 * @param discriminant how many dimensions follow; 0 where no weight helps
 * @param report how the weight was chosen
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; lists would box half a million numbers.
public record AdaptedProjection(float[] mean, float[] basis, int principal, int discriminant, AdaptedReport report) {
    /** Rows of a class, at least: each half of them still has two. */
    public static final int MIN_CLASS_ROWS = 4;

    public AdaptedProjection {
        if (principal < 1 || discriminant < 0 || basis.length != (long) mean.length * (principal + discriminant)) {
            throw new IllegalArgumentException("%d numbers in the basis, must be %d + %d dimensions × %d features"
                    .formatted(basis.length, principal, discriminant, mean.length));
        }
    }

    /**
     * Fits, and chooses the weight.
     *
     * @param sample at least 2 rows, labelled or not
     * @param labelled rows of as many features
     * @param labels the class of each of those, counted from 0, each with at least 4 rows
     * @throws IllegalArgumentException if the rows are not like that, a number is not finite, or the classes cannot be
     *     told apart
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static AdaptedProjection fit(Rows sample, Rows labelled, int[] labels, AdaptedOptions options) {
        return fit(PrincipalBasis.of(Pca.fit(sample, options.principal())), sample, labelled, labels, options);
    }

    /**
     * Fits beside principal components that are known.
     *
     * @param principal those of the sample
     * @param sample at least 2 rows, labelled or not
     * @param labelled rows of as many features
     * @param labels the class of each of those, counted from 0, each with at least 4 rows
     * @throws IllegalArgumentException as the other
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static AdaptedProjection fit(
            PrincipalBasis principal, Rows sample, Rows labelled, int[] labels, AdaptedOptions options) {
        requireClasses(labelled, labels);
        double variance = principal.variance();
        LdaOptions ldaOptions = LdaOptions.defaults()
                .withShrinkage(options.shrinkage())
                .withThreads(options.principal().threads());
        AdaptedReport report = new WeightSelection(principal, sample, options, ldaOptions).choose(labelled, labels);
        float[] basis = principal.basis();
        if (report.weight() == 0) {
            return new AdaptedProjection(principal.mean(), basis, principal.dimensions(), 0, report);
        }
        DiscriminantDirections part =
                DiscriminantDirections.of(labelled, labels, sample, principal.mean(), variance, ldaOptions);
        float scale = (float) (part.scale() * Math.sqrt(report.weight()));
        float[] all = Arrays.copyOf(basis, basis.length + part.axes().length);
        for (int i = 0; i < part.axes().length; i++) {
            all[basis.length + i] = scale * part.axes()[i];
        }
        return new AdaptedProjection(principal.mean(), all, principal.dimensions(), part.dimensions(), report);
    }

    /** Numbers in a projection. */
    public int dimensions() {
        return principal + discriminant;
    }

    /**
     * Projects many vectors, with matrix products.
     *
     * @throws IllegalArgumentException if their width is not that of the mean, or a number is not finite
     */
    public Rows project(Rows rows) {
        return Rows.of(CentredProduct.of(mean, basis, rows), dimensions());
    }

    private static void requireClasses(Rows labelled, int[] labels) {
        if (labels.length != labelled.count() || labels.length == 0) {
            throw new IllegalArgumentException(
                    "%d labels for %s, must be one for each and not 0".formatted(labels.length, labelled));
        }
        int[] sizes = new int[Arrays.stream(labels).max().orElse(0) + 1];
        for (int label : labels) {
            if (label < 0) {
                throw new IllegalArgumentException("label %d, must be a class counted from 0".formatted(label));
            }
            sizes[label]++;
        }
        for (int c = 0; c < sizes.length; c++) {
            if (sizes.length < 2 || sizes[c] < MIN_CLASS_ROWS) {
                throw new IllegalArgumentException("class %d of %d has %d rows, must be 2 classes, each with %d rows"
                        .formatted(c, sizes.length, sizes[c], MIN_CLASS_ROWS));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AdaptedProjection projection
                && Arrays.equals(mean, projection.mean)
                && Arrays.equals(basis, projection.basis)
                && principal == projection.principal
                && discriminant == projection.discriminant
                && report.equals(projection.report);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(basis);
    }

    @Override
    public String toString() {
        return "AdaptedProjection[%d features to %d + %d dimensions, weight %s]"
                .formatted(mean.length, principal, discriminant, report.weight());
    }
}
