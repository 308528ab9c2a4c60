package org.lookalike.bench.latency;

import java.util.Collection;

/**
 * Latencies in milliseconds.
 *
 * @param p50 half were quicker
 * @param p95 19 of 20 were
 * @param p99 99 of 100 were
 * @param max the slowest one
 * @param count how many were measured
 */
public record Latencies(double p50, double p95, double p99, double max, int count) {
    /**
     * Summarises latencies by nearest rank: the p-th percentile is the smallest one that at least p % do not exceed.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Latencies of(Collection<Double> milliseconds) {
        if (milliseconds.isEmpty()) {
            throw new IllegalArgumentException("no latency was measured");
        }
        double[] sorted =
                milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Latencies(
                rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), sorted[sorted.length - 1], sorted.length);
    }

    private static double rank(double[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }
}
