package org.lookalike.latent.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Vectors;

/**
 * Which hits are near-duplicates: of one source, taken within a time, and alike.
 *
 * <p>Hits are taken in order. Each joins the first earlier hit that stands for a burst and that it matches, or else
 * stands for a burst of its own; so everything in a burst matches its best hit, and a slowly changing scene does not
 * become one burst by a chain of likenesses. What has no source or no time stands alone. Immutable, safe for use by many
 * threads.
 *
 * @param within the most time between two images of a burst, 0 or more
 * @param minScore the least cosine between them, -1 to 1
 */
public record BurstRules(Duration within, double minScore) {
    private static final BurstRules DEFAULTS = new BurstRules(Duration.ofSeconds(10), 0.95);

    public BurstRules {
        if (within.isNegative()) {
            throw new IllegalArgumentException("bursts within %s, must be at least 0".formatted(within));
        }
        if (!(minScore >= -1 && minScore <= 1)) {
            throw new IllegalArgumentException("least score %s of a burst, must be -1 to 1".formatted(minScore));
        }
    }

    /** Within 10 seconds, with a cosine of at least 0.95. */
    public static BurstRules defaults() {
        return DEFAULTS;
    }

    /**
     * Collapses hits.
     *
     * @param hits best first, of one width
     * @return the bursts in the order of the hits that stand for them; every hit is in exactly one
     * @throws IllegalArgumentException if two hits of one source and time differ in width
     */
    public List<Burst> collapse(List<BurstCandidate> hits) {
        List<Integer> firsts = new ArrayList<>();
        List<List<Integer>> duplicates = new ArrayList<>();
        Map<String, List<Integer>> burstsBySource = new HashMap<>();
        for (int place = 0; place < hits.size(); place++) {
            BurstCandidate hit = hits.get(place);
            List<Integer> candidates = burstsBySource.computeIfAbsent(hit.source(), source -> new ArrayList<>());
            int burst = hit.known() ? match(hit, candidates, firsts, hits) : -1;
            if (burst >= 0) {
                duplicates.get(burst).add(place);
            } else {
                candidates.add(firsts.size());
                firsts.add(place);
                duplicates.add(new ArrayList<>());
            }
        }
        List<Burst> bursts = new ArrayList<>();
        for (int burst = 0; burst < firsts.size(); burst++) {
            bursts.add(new Burst(firsts.get(burst), duplicates.get(burst)));
        }
        return bursts;
    }

    private int match(BurstCandidate hit, List<Integer> candidates, List<Integer> firsts, List<BurstCandidate> hits) {
        for (int burst : candidates) {
            BurstCandidate first = hits.get(firsts.get(burst));
            if (near(first.capturedAt(), hit.capturedAt()) && cosine(first.vector(), hit.vector()) >= minScore) {
                return burst;
            }
        }
        return -1;
    }

    private boolean near(@Nullable Instant one, @Nullable Instant other) {
        return one != null
                && other != null
                && Duration.between(one, other).abs().compareTo(within) <= 0;
    }

    private static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "hits of width %d and %d, must be of one width".formatted(one.length, other.length));
        }
        double cosine = Vectors.cosine(one, other);
        return Double.isNaN(cosine) ? 0 : cosine;
    }
}
