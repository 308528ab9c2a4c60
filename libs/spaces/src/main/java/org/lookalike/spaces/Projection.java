package org.lookalike.spaces;

import java.util.Arrays;

/**
 * A centred linear map from an encoder's features to the coordinates of a space. Immutable and thread-safe.
 *
 * <p>The basis is kept feature by feature: the inner loop then adds one scaled row to the coordinates, which the JIT turns
 * into vector instructions, as it does not for the sum of a dot product.
 */
public final class Projection {
    private final float[] mean;
    private final float[] basisByFeature;
    private final int dimensions;
    private final int discriminant;

    private Projection(float[] mean, float[] basisByFeature, int dimensions, int discriminant) {
        this.mean = mean;
        this.basisByFeature = basisByFeature;
        this.dimensions = dimensions;
        this.discriminant = discriminant;
    }

    /**
     * A projection of copies of these values, onto principal components.
     *
     * @param mean one value for each feature
     * @param basis one row for each coordinate, each with one value for each feature, row after row
     * @throws IllegalArgumentException if the sizes do not fit, or a value is not finite
     */
    public static Projection of(float[] mean, float[] basis) {
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
    public static Projection of(float[] mean, float[] basis, int discriminant) {
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
        return new Projection(mean.clone(), transposed(basis, dimensions, features), dimensions, discriminant);
    }

    /** How many values an image's features have. */
    public int features() {
        return mean.length;
    }

    /** How many coordinates come out. */
    public int dimensions() {
        return dimensions;
    }

    /** How many of the last coordinates tell labelled classes apart; 0 where no labels took part. */
    public int discriminant() {
        return discriminant;
    }

    /** A copy of the mean, one value for each feature. */
    public float[] mean() {
        return mean.clone();
    }

    /** A copy of the basis, one row for each coordinate. */
    public float[] basis() {
        return transposed(basisByFeature, mean.length, dimensions);
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
        float[] coordinates = new float[dimensions];
        for (int feature = 0; feature < features.length; feature++) {
            float centred = features[feature] - mean[feature];
            int row = feature * dimensions;
            for (int i = 0; i < coordinates.length; i++) {
                coordinates[i] += centred * basisByFeature[row + i];
            }
        }
        return coordinates;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Projection projection
                && discriminant == projection.discriminant
                && Arrays.equals(mean, projection.mean)
                && Arrays.equals(basisByFeature, projection.basisByFeature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }

    /** Without the values, which would fill a log. */
    @Override
    public String toString() {
        return "Projection[%d to %d]".formatted(mean.length, dimensions);
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    private static void requireFinite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("the %s of a projection has %s".formatted(what, value));
            }
        }
    }
}
