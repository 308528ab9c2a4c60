package org.lookalike.latent.recognition;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How well scores tell images of enrolled classes from others.
 *
 * <p>Scores and shares are those of biometrics (ISO/IEC 19795-1): a false match is a stranger at or above the threshold,
 * a false non-match an image of an enrolled class below it. Arrays are copied; immutable.
 */
public final class OpenSetMetrics {
    private final double[] known;
    private final double[] unknown;

    private OpenSetMetrics(double[] known, double[] unknown) {
        this.known = known;
        this.unknown = unknown;
    }

    /**
     * Takes scores in any order.
     *
     * @param known of images of enrolled classes with their best class, at least 1
     * @param unknown of others with theirs, at least 1
     * @throws IllegalArgumentException if there are none, or one is not a number
     */
    public static OpenSetMetrics of(double[] known, double[] unknown) {
        if (known.length == 0 || unknown.length == 0) {
            throw new IllegalArgumentException("%d scores of known pictures and %d of unknown, at least 1 of each"
                    .formatted(known.length, unknown.length));
        }
        if (DoubleStream.concat(Arrays.stream(known), Arrays.stream(unknown)).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("a score is not a number");
        }
        return new OpenSetMetrics(
                Arrays.stream(known).sorted().toArray(),
                Arrays.stream(unknown).sorted().toArray());
    }

    /**
     * The area under the receiver operating characteristic: how likely a known image scores higher than an unknown one,
     * equal scores counting half. 0.5 is chance, 1 is perfect.
     */
    public double areaUnderCurve() {
        double wins = 0;
        for (double score : known) {
            wins += (below(unknown, score) + notAbove(unknown, score)) / 2.0;
        }
        return wins / known.length / unknown.length;
    }

    /** The share of unknown images at or above a threshold. */
    public double falseMatchRate(double threshold) {
        return 1 - (double) below(unknown, threshold) / unknown.length;
    }

    /** The share of known images below a threshold. */
    public double falseNonMatchRate(double threshold) {
        return (double) below(known, threshold) / known.length;
    }

    /** Both shares where they are most nearly equal: the mean of the two at the best threshold. */
    public double equalErrorRate() {
        double min = Double.POSITIVE_INFINITY;
        double rate = 1;
        for (double threshold : DoubleStream.concat(Arrays.stream(known), Arrays.stream(unknown))
                .toArray()) {
            double matched = falseMatchRate(threshold);
            double missed = falseNonMatchRate(threshold);
            if (Math.abs(matched - missed) < min) {
                min = Math.abs(matched - missed);
                rate = (matched + missed) / 2;
            }
        }
        return rate;
    }

    private static int below(double[] sorted, double score) {
        return firstAfter(sorted, score, false);
    }

    private static int notAbove(double[] sorted, double score) {
        return firstAfter(sorted, score, true);
    }

    private static int firstAfter(double[] sorted, double score, boolean equalToo) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score || (equalToo && sorted[middle] == score)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
