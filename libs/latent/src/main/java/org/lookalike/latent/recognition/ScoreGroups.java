package org.lookalike.latent.recognition;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Scores of strangers in groups: those of one class are more alike than those of different ones, so that what is to be
 * foretold, how images of one more class score, depends on the number of classes more than on that of images.
 */
final class ScoreGroups {
    private static final double ROUNDING = 1e-9;

    private final List<double[]> groups;

    /** At least 2, none empty. */
    ScoreGroups(List<double[]> groups) {
        this.groups = List.copyOf(groups);
    }

    /** Whether so many groups support a quantile without any assumption on their distribution, and not just the largest score. */
    static boolean many(int groups, double rate) {
        return (groups + 1) * rate >= 2 - ROUNDING;
    }

    /**
     * The least score that images of one more group reach with a probability of at most the rate, if groups come
     * independently from anywhere: every group counts the same, however many scores it has, and one group is added that
     * lies above all (Dunn, Wasserman and Ramdas, Distribution-Free Prediction Sets for Two-Layer Hierarchical Models,
     * 2022; Lee, Barber and Willett, Distribution-Free Inference with Hierarchical Data, 2023). The largest score where
     * groups are too few.
     */
    double conformal(double rate) {
        record Weighted(double score, double weight) {}
        List<Weighted> descending = groups.stream()
                .flatMap(group -> Arrays.stream(group).mapToObj(score -> new Weighted(score, 1.0 / group.length)))
                .sorted((one, other) -> Double.compare(other.score, one.score))
                .toList();
        double allowed = rate * (groups.size() + 1) + ROUNDING;
        double above = 1;
        for (Weighted one : descending) {
            above += one.weight;
            if (above > allowed) {
                return Math.nextUp(one.score);
            }
        }
        return descending.get(descending.size() - 1).score;
    }

    /**
     * The same if scores are normal around means of groups that are normal themselves: mean plus Student's quantile times
     * the deviation to be foretold, {@code σ² + τ²(1 + 1/K)} with σ² within and τ² between K groups (one-way analysis of
     * variance, random effects), degrees of freedom after Satterthwaite (An Approximate Distribution of Estimates of
     * Variance Components, Biometrics 1946).
     */
    double predictive(double rate) {
        int count = groups.size();
        double[] means = groups.stream()
                .mapToDouble(group -> Arrays.stream(group).average().orElseThrow())
                .toArray();
        double mean = Arrays.stream(means).average().orElseThrow();
        double squares = 0;
        int freedom = 0;
        double inverse = 0;
        for (int i = 0; i < count; i++) {
            double[] group = groups.get(i);
            for (double score : group) {
                squares += (score - means[i]) * (score - means[i]);
            }
            freedom += group.length - 1;
            inverse += 1.0 / group.length / count;
        }
        double within = freedom > 0 ? squares / freedom : 0;
        double ofMeans = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / (count - 1);
        double between = Math.max(0, ofMeans - within * inverse) * (1 + 1.0 / count);
        double variance = within + between;
        if (variance <= 0) {
            return Math.nextUp(mean);
        }
        double degrees =
                variance * variance / (between * between / (count - 1) + (freedom > 0 ? within * within / freedom : 0));
        return mean + TDistribution.of(Math.max(1, degrees)).inverseSurvivalProbability(rate) * Math.sqrt(variance);
    }

    /** The middle score, every group counting the same. */
    double median() {
        double[] medians =
                groups.stream().mapToDouble(ScoreGroups::median).sorted().toArray();
        return median(medians);
    }

    static double median(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
