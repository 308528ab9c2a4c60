package org.lookalike.latent.search;

import java.util.List;
import org.lookalike.latent.matrix.Vectors;

/**
 * One vector to search with, made of images that one wants more of and images that one does not:
 *
 * <pre>
 *   q = mean(like) − weight · mean(unlike), scaled to length 1
 * </pre>
 *
 * <p>This is the relevance feedback of Rocchio (Relevance Feedback in Information Retrieval, 1971) without an original
 * query. Vectors count by their direction: each is scaled to length 1 first.
 */
public final class ExampleVector {
    /** How much images of the wrong kind count against those of the right one, where nobody says. */
    public static final double DEFAULT_UNLIKE_WEIGHT = 0.25;

    /** Of the examples' own length 1: what is left below this is rounding, and points anywhere. */
    private static final double MIN_LENGTH = 1e-3;

    private ExampleVector() {}

    /**
     * Combines examples.
     *
     * @param like vectors of images to be resembled, at least 1, of one width, finite and not all zeros
     * @param unlike vectors of images not to be resembled, likewise, 0 or more
     * @param unlikeWeight how much these count, 0 (not at all) or more, finite
     * @return a vector of length 1
     * @throws IllegalArgumentException if the examples are not like that, or cancel one another: the same images liked
     *     and disliked leave no direction to search in
     */
    public static float[] of(List<float[]> like, List<float[]> unlike, double unlikeWeight) {
        if (like.isEmpty()) {
            throw new IllegalArgumentException("0 pictures to resemble, at least 1 is needed");
        }
        if (!(unlikeWeight >= 0 && unlikeWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "unlike weight %s, must be finite and at least 0".formatted(unlikeWeight));
        }
        double[] sum = new double[like.get(0).length];
        add(like, 1.0 / like.size(), sum, "like");
        if (!unlike.isEmpty()) {
            add(unlike, -unlikeWeight / unlike.size(), sum, "unlike");
        }
        double length = Vectors.norm(sum);
        if (length < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "%d pictures to resemble and %d not to, by weight %s, cancel one another: a vector of length %.1e is left, must be at least %s"
                            .formatted(like.size(), unlike.size(), unlikeWeight, length, MIN_LENGTH));
        }
        float[] query = new float[sum.length];
        for (int i = 0; i < query.length; i++) {
            query[i] = (float) (sum[i] / length);
        }
        return query;
    }

    private static void add(List<float[]> vectors, double weight, double[] sum, String kind) {
        for (int index = 0; index < vectors.size(); index++) {
            float[] vector = vectors.get(index);
            if (vector.length != sum.length) {
                throw new IllegalArgumentException("%s vector %d has width %d, the first one %d"
                        .formatted(kind, index, vector.length, sum.length));
            }
            double length = Vectors.norm(vector);
            if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "%s vector %d has length %s, must be finite and more than 0".formatted(kind, index, length));
            }
            Vectors.addScaled(weight / length, vector, 0, sum);
        }
    }
}
