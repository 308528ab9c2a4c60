package org.lookalike.sink.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Learns the usual latency of an operation, and tells whether it recently took clearly longer. Not thread-safe. */
final class LatencyBaseline {
    /** Observations that a baseline takes. */
    private static final int MIN_OBSERVATIONS = 5;

    private static final double RECENT_WEIGHT = 0.3;
    private static final double BASELINE_WEIGHT = 0.05;
    /** Less than this above the baseline nobody notices, whatever the factor. */
    private static final double NEGLIGIBLE_NANOS = 20e6;
    /** How long an observation counts as recent. */
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private final double tolerance;
    /** The first ones, whether disturbed or not: the baseline until there are enough undisturbed ones. */
    private final List<Long> first = new ArrayList<>(MIN_OBSERVATIONS);

    private final List<Long> firstUndisturbed = new ArrayList<>(MIN_OBSERVATIONS);

    private double baseline;
    private double recent;
    private boolean connected;
    private Instant last = Instant.MIN;

    /** @param tolerance how many times the baseline is clearly longer */
    LatencyBaseline(double tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Takes one observation. The very first is ignored, because it had to wait for a connection.
     *
     * @param disturbed whether a backfill was running: such an observation becomes part of the baseline only while
     *     there are no others
     */
    void observe(long nanos, boolean disturbed, Instant at) {
        if (!connected) {
            connected = true;
            return;
        }
        recent = first.isEmpty() ? nanos : recent + RECENT_WEIGHT * (nanos - recent);
        last = at;
        if (first.size() < MIN_OBSERVATIONS) {
            first.add(nanos);
        }
        if (firstUndisturbed.size() < MIN_OBSERVATIONS) {
            if (!disturbed) {
                firstUndisturbed.add(nanos);
            }
            baseline = median(firstUndisturbed.size() < MIN_OBSERVATIONS ? first : firstUndisturbed);
        } else if (!disturbed) {
            baseline += BASELINE_WEIGHT * (nanos - baseline);
        }
    }

    /** Whether recent observations are clearly above the baseline; false where there are none. */
    boolean isExceeded(Instant now) {
        return first.size() >= MIN_OBSERVATIONS
                && now.isBefore(last.plus(MAX_AGE))
                && recent > Math.max(tolerance * baseline, baseline + NEGLIGIBLE_NANOS);
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }
}
