package org.lookalike.latent.search;

import java.util.List;
import org.lookalike.latent.matrix.Vectors;

/**
 * A query together with what it found first: what these have in common counts for more than what only the query shows.
 * Query expansion by the nearest, weighted by their cosines (Radenović, Tolias and Chum, Fine-tuning CNN Image Retrieval
 * with No Human Annotation, 2018).
 */
public final class ExpandedVector {
    /** How many of the nearest are added: more of them are of other kinds more often. */
    public static final int NEAREST = 2;

    private ExpandedVector() {}

    /**
     * The sum of the query and the nearest, each of these times its cosine with the query, where that is positive.
     *
     * @param query of length 1
     * @param nearest of length 1, and as wide
     * @return a new vector of length 1
     * @throws IllegalArgumentException if the width differs
     */
    public static float[] of(float[] query, List<float[]> nearest) {
        double[] sum = new double[query.length];
        Vectors.addScaled(1, query, 0, sum);
        for (float[] each : nearest) {
            if (each.length != query.length) {
                throw new IllegalArgumentException(
                        "vector of width %d, must be %d".formatted(each.length, query.length));
            }
            Vectors.addScaled(Math.max(Vectors.dot(query, each), 0), each, 0, sum);
        }
        return Vectors.normalised(Vectors.toFloats(sum));
    }
}
