package org.lookalike.latent.novelty;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far an image must be from everything known to count as novel, learnt from the distances of known images.
 *
 * <p>Split conformal prediction (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005): with n
 * distances of images that were held out, and false-alarm rate α, the threshold is the {@code ⌈(n + 1)(1 − α)⌉}-th
 * smallest. If the next image is of the same kind as those held out, it lies beyond the threshold with a probability
 * of at most α, whatever the distribution of the distances and however small n, as long as that rank exists.
 *
 * <p>The distances must be those of images that took no part in the fit: an image of the sample is nearer to the
 * sample than one that is not. Immutable, safe for use by many threads.
 */
public final class NoveltyThreshold {
    /** Makes up for {@code (n + 1) · α} falling short of a whole number by a rounding error. */
    private static final double ROUNDING = 1e-9;

    private final double falseAlarmRate;
    private final double[] sorted;
    private final double threshold;

    private NoveltyThreshold(double falseAlarmRate, double[] sorted, int beyond) {
        this.falseAlarmRate = falseAlarmRate;
        this.sorted = sorted;
        this.threshold = sorted[sorted.length - beyond];
    }

    /**
     * Calibrates a threshold.
     *
     * @param distances how far each held-out image is from its nearest known image or centre; 0 or more, finite, in
     *     any order and unit
     * @param falseAlarmRate α, the fraction of known images that may count as novel; more than 0, less than 1
     * @return the threshold, or empty if there are fewer than {@link #smallestSample} distances: then it cannot be
     *     calibrated, for α is smaller than what so few can tell
     */
    public static Optional<NoveltyThreshold> calibrate(double[] distances, double falseAlarmRate) {
        requireRate(falseAlarmRate);
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && !(sorted[0] >= 0 && sorted[sorted.length - 1] < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("distances from %s to %s, must be finite and at least 0"
                    .formatted(sorted[0], sorted[sorted.length - 1]));
        }
        // The rank counted from above, n + 1 − ⌈(n + 1)(1 − α)⌉ = ⌊(n + 1)α⌋, is free of the error of 1 − α.
        int beyond = (int) Math.floor((sorted.length + 1) * falseAlarmRate + ROUNDING);
        return beyond < 1
                ? Optional.empty()
                : Optional.of(new NoveltyThreshold(falseAlarmRate, sorted, Math.min(beyond, sorted.length)));
    }

    /** The number of distances without which a false-alarm rate cannot be calibrated: {@code ⌈1 / α⌉ − 1}. */
    public static int smallestSample(double falseAlarmRate) {
        requireRate(falseAlarmRate);
        return (int) Math.ceil(1 / falseAlarmRate - ROUNDING) - 1;
    }

    /** Whether an image at this distance is novel: farther than the threshold. */
    public boolean isNovel(double distance) {
        return distance > threshold;
    }

    /**
     * How likely a known image lies at this distance or farther: {@code (1 + |distances ≥ this one|) / (n + 1)}, from
     * {@code 1 / (n + 1)} to 1.
     */
    public double pValue(double distance) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < distance) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (1.0 + sorted.length - low) / (sorted.length + 1);
    }

    /** The distance beyond which an image is novel. */
    public double threshold() {
        return threshold;
    }

    /** α, the fraction of known images that may count as novel. */
    public double falseAlarmRate() {
        return falseAlarmRate;
    }

    /** n, how many held-out distances it was learnt from. */
    public int sampleSize() {
        return sorted.length;
    }

    /** The held-out distances, ascending; {@link #calibrate} makes the same threshold of them. A copy. */
    public double[] distances() {
        return sorted.clone();
    }

    private static void requireRate(double falseAlarmRate) {
        if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
            throw new IllegalArgumentException(
                    "false-alarm rate %s, must be more than 0 and less than 1".formatted(falseAlarmRate));
        }
    }
}
