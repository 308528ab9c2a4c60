package org.lookalike.spaces;

/**
 * The distance beyond which an image is novel.
 *
 * @param threshold Euclidean distance to the nearest centre, in the space, 0 to 2
 * @param rate the share of ordinary images beyond it for which it was calibrated, 0 to 1
 */
public record Novelty(float threshold, double rate) {
    public Novelty {
        if (!(threshold >= 0) || !(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                    "novelty threshold is %s and rate %s, must be at least 0, and 0 to 1".formatted(threshold, rate));
        }
    }
}
