package org.lookalike.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/**
 * Repeated measurements of one thing: the middle one, and how far they lie apart.
 *
 * @param median the middle, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 * @param count how many there were, at least 1
 */
public record MedianAndRange(double median, double min, double max, int count) {

    /**
     * Summarises measurements.
     *
     * @throws IllegalArgumentException if there are none, or one is no finite number
     */
    public static MedianAndRange of(Collection<Double> measurements) {
        double[] sorted =
                measurements.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a spread needs at least one measurement");
        }
        if (!Arrays.stream(sorted).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("measurements must be finite, were " + Arrays.toString(sorted));
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new MedianAndRange(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
