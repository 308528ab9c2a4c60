package org.lookalike.latent.matrix;

/**
 * Arithmetic on single vectors, in plain Java: no native library is needed.
 *
 * <p>Sums run in double precision and in four parts, so that an addition need not wait for the one before; for the same
 * numbers the result is the same on every machine. Numbers that are not finite are not looked for: they end up in the
 * result. Where two whole vectors are taken, the second must be at least as long as the first. Thread-safe.
 */
public final class Vectors {
    private Vectors() {}

    /** The dot product. */
    public static double dot(float[] one, float[] other) {
        return dot(one, 0, other, 0, one.length);
    }

    /** The dot product of {@code length} numbers of each, from {@code at} and {@code otherAt} on. */
    public static double dot(float[] one, int at, float[] other, int otherAt, int length) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            first += (double) one[at + j] * other[otherAt + j];
            second += (double) one[at + j + 1] * other[otherAt + j + 1];
            third += (double) one[at + j + 2] * other[otherAt + j + 2];
            fourth += (double) one[at + j + 3] * other[otherAt + j + 3];
        }
        for (; j < length; j++) {
            first += (double) one[at + j] * other[otherAt + j];
        }
        return (first + second) + (third + fourth);
    }

    /** The dot product. */
    public static double dot(double[] one, double[] other) {
        return dot(one, other, one.length);
    }

    /** The dot product of the first {@code length} numbers. */
    public static double dot(double[] one, double[] other, int length) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            first += one[j] * other[j];
            second += one[j + 1] * other[j + 1];
            third += one[j + 2] * other[j + 2];
            fourth += one[j + 3] * other[j + 3];
        }
        for (; j < length; j++) {
            first += one[j] * other[j];
        }
        return (first + second) + (third + fourth);
    }

    /** The dot product of the numbers from {@code at} on with all of a vector in double precision. */
    public static double dot(float[] values, int at, double[] other) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int j = 0;
        for (; j + 3 < other.length; j += 4) {
            first += values[at + j] * other[j];
            second += values[at + j + 1] * other[j + 1];
            third += values[at + j + 2] * other[j + 2];
            fourth += values[at + j + 3] * other[j + 3];
        }
        for (; j < other.length; j++) {
            first += values[at + j] * other[j];
        }
        return (first + second) + (third + fourth);
    }

    /** The dot product with itself. */
    public static double squaredNorm(float[] vector) {
        return dot(vector, 0, vector, 0, vector.length);
    }

    /** The dot product of {@code length} numbers, from {@code at} on, with themselves. */
    public static double squaredNorm(float[] values, int at, int length) {
        return dot(values, at, values, at, length);
    }

    /** The Euclidean length. */
    public static double norm(float[] vector) {
        return Math.sqrt(squaredNorm(vector));
    }

    /** The Euclidean length. */
    public static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    /** The squared Euclidean distance, from differences: exact where the vectors are near one another. */
    public static double squaredDistance(float[] one, float[] other) {
        return squaredDistance(one, 0, other, 0, one.length);
    }

    /** The same of {@code length} numbers of each, from {@code at} and {@code otherAt} on. */
    public static double squaredDistance(float[] one, int at, float[] other, int otherAt, int length) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            first += square((double) one[at + j] - other[otherAt + j]);
            second += square((double) one[at + j + 1] - other[otherAt + j + 1]);
            third += square((double) one[at + j + 2] - other[otherAt + j + 2]);
            fourth += square((double) one[at + j + 3] - other[otherAt + j + 3]);
        }
        for (; j < length; j++) {
            first += square((double) one[at + j] - other[otherAt + j]);
        }
        return (first + second) + (third + fourth);
    }

    /** The same where one of the two is in double precision. */
    public static double squaredDistance(float[] one, int at, double[] other, int otherAt, int length) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            first += square(one[at + j] - other[otherAt + j]);
            second += square(one[at + j + 1] - other[otherAt + j + 1]);
            third += square(one[at + j + 2] - other[otherAt + j + 2]);
            fourth += square(one[at + j + 3] - other[otherAt + j + 3]);
        }
        for (; j < length; j++) {
            first += square(one[at + j] - other[otherAt + j]);
        }
        return (first + second) + (third + fourth);
    }

    /** The Euclidean distance. */
    public static double distance(float[] one, float[] other) {
        return Math.sqrt(squaredDistance(one, other));
    }

    /**
     * The cosine of the angle between two vectors, -1 to 1 up to rounding; NaN if one of them is all zeros or holds a NaN.
     *
     * @throws IllegalArgumentException if their lengths differ
     */
    public static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "vectors of width %d and %d cannot be compared".formatted(one.length, other.length));
        }
        return dot(one, other) / Math.sqrt(squaredNorm(one) * squaredNorm(other));
    }

    /** A copy scaled to length 1; zeros stay zeros. */
    public static float[] normalised(float[] vector) {
        float[] scaled = new float[vector.length];
        normalise(vector, 0, scaled, vector.length);
        return scaled;
    }

    /** Scales {@code length} numbers from {@code at} on into the same place of another array. */
    static void normalise(float[] values, int at, float[] scaled, int length) {
        double square = squaredNorm(values, at, length);
        double factor = square > 0 ? 1 / Math.sqrt(square) : 0;
        for (int j = at; j < at + length; j++) {
            scaled[j] = (float) (values[j] * factor);
        }
    }

    /** Adds a multiple of a vector to {@code sum}. */
    public static void addScaled(double factor, double[] vector, double[] sum) {
        for (int j = 0; j < vector.length; j++) {
            sum[j] += factor * vector[j];
        }
    }

    /** Adds a multiple of the numbers from {@code at} on to {@code sum}, as many as it holds. */
    public static void addScaled(double factor, float[] values, int at, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * values[at + j];
        }
    }

    /** The same in single precision. */
    public static void addScaled(float factor, float[] values, int at, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * values[at + j];
        }
    }

    /** Each number in single precision. */
    public static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = (float) values[j];
        }
        return floats;
    }

    private static double square(double difference) {
        return difference * difference;
    }
}
