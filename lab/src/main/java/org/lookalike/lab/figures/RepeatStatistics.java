package org.lookalike.lab.figures;

import java.util.Collection;

/**
 * A figure over several repeats.
 *
 * @param repeats how many, at least 1
 * @param mean their mean
 * @param deviation their standard deviation with {@code repeats - 1} as the divisor; 0 for a single one
 * @param min the smallest
 * @param max the largest
 */
public record RepeatStatistics(int repeats, double mean, double deviation, double min, double max) {
    /**
     * Summarises figures.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RepeatStatistics of(Collection<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("0 figures, at least 1 is needed for a mean");
        }
        double mean =
                figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = figures.stream()
                .mapToDouble(figure -> (figure - mean) * (figure - mean))
                .sum();
        return new RepeatStatistics(
                figures.size(),
                mean,
                figures.size() == 1 ? 0 : Math.sqrt(squares / (figures.size() - 1)),
                figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }
}
