package org.lookalike.latent.cluster;

import java.util.Arrays;
import org.lookalike.latent.matrix.Vectors;

/**
 * How far the members of one cluster lie from its centre: Euclidean distances, 0 or more.
 *
 * @param rms the root of the mean square
 * @param median half of the members lie within it
 * @param percentile90 nine of ten lie within it
 * @param percentile99 99 of a hundred lie within it
 * @param max all of them lie within it
 */
public record ClusterSpread(double rms, double median, double percentile90, double percentile99, double max) {

    /**
     * Sums distances up; percentiles are by nearest rank.
     *
     * @param distances at least 1; left as they are
     */
    static ClusterSpread of(double[] distances) {
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        return new ClusterSpread(
                Math.sqrt(Vectors.dot(sorted, sorted) / sorted.length),
                rank(sorted, .5),
                rank(sorted, .9),
                rank(sorted, .99),
                sorted[sorted.length - 1]);
    }

    private static double rank(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
