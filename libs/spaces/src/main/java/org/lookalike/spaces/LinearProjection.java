package org.lookalike.spaces;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.ColumnMajorRows;
import org.lookalike.latent.matrix.Rows;

/** A centred linear map from an encoder's features to the coordinates of a space. Immutable and thread-safe. */
public final class LinearProjection {
    private final float[] mean;
    private final ColumnMajorRows basis;
    private final int discriminant;
    private final @Nullable Neighbourhood neighbourhood;

    private LinearProjection(
            float[] mean, ColumnMajorRows basis, int discriminant, @Nullable Neighbourhood neighbourhood) {
        this.mean = mean;
        this.basis = basis;
        this.discriminant = discriminant;
        this.neighbourhood = neighbourhood;
    }

    /**
     * A projection of copies of these values, onto principal components.
     *
     * @param mean one value for each feature
     * @param basis one row for each coordinate, each with one value for each feature, row after row
     * @throws IllegalArgumentException if the sizes do not fit, or a value is not finite
     */
    public static LinearProjection of(float[] mean, float[] basis) {
        return of(mean, basis, 0);
    }

    /**
     * A projection of copies of these values, onto principal components and onto directions that tell labelled classes
     * apart.
     *
     * @param mean one value for each feature
     * @param basis one row for each coordinate, each with one value for each feature, row after row
     * @param discriminant how many of the last rows tell labelled classes apart; at least one row is none of them
     * @throws IllegalArgumentException if the sizes do not fit, or a value is not finite
     */
    public static LinearProjection of(float[] mean, float[] basis, int discriminant) {
        int features = mean.length;
        if (features == 0 || basis.length == 0 || basis.length % features != 0) {
            throw new IllegalArgumentException(
                    "a basis of %d values does not fit a mean of %d features".formatted(basis.length, features));
        }
        requireFinite("mean", mean);
        requireFinite("basis", basis);
        int dimensions = basis.length / features;
        if (discriminant < 0 || discriminant >= dimensions) {
            throw new IllegalArgumentException("%d of %d coordinates tell classes apart, must be at least 0 and not all"
                    .formatted(discriminant, dimensions));
        }
        return new LinearProjection(mean.clone(), ColumnMajorRows.copyOf(Rows.of(basis, features)), discriminant, null);
    }

    /** The same, said to be whitened by neighbours; its basis holds that already. */
    public LinearProjection whitenedBy(Neighbourhood neighbours) {
        return new LinearProjection(mean, basis, discriminant, neighbours);
    }

    /** How many values an image's features have. */
    public int features() {
        return mean.length;
    }

    /** How many coordinates come out. */
    public int dimensions() {
        return basis.count();
    }

    /** How many of the last coordinates tell labelled classes apart; 0 where no labels took part. */
    public int discriminant() {
        return discriminant;
    }

    /** How it was whitened by neighbours; empty where it was not. */
    public Optional<Neighbourhood> neighbourhood() {
        return Optional.ofNullable(neighbourhood);
    }

    /** A copy of the mean, one value for each feature. */
    public float[] mean() {
        return mean.clone();
    }

    /** A copy of the basis, one row for each coordinate. */
    public float[] basis() {
        return basis.toRows().values();
    }

    /**
     * The coordinates of an image, at whatever length.
     *
     * @param features as many as the mean has
     * @return a new array
     */
    public float[] apply(float[] features) {
        if (features.length != mean.length) {
            throw new IllegalArgumentException(
                    "a projection of %d features was given %d".formatted(mean.length, features.length));
        }
        float[] centred = new float[features.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = features[i] - mean[i];
        }
        return basis.multiply(centred);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearProjection projection
                && discriminant == projection.discriminant
                && Objects.equals(neighbourhood, projection.neighbourhood)
                && Arrays.equals(mean, projection.mean)
                && basis.equals(projection.basis);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }

    /** Without the values, which would fill a log. */
    @Override
    public String toString() {
        return "LinearProjection[%d to %d]".formatted(mean.length, dimensions());
    }

    private static void requireFinite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("the %s of a projection has %s".formatted(what, value));
            }
        }
    }
}
