package org.lookalike.sink.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether something takes clearly longer than it usually does. Used under its owner's lock. */
final class Latency {
    /** So many observations make a habit. */
    private static final int HABIT = 5;

    private static final double RECENT_WEIGHT = 0.3;
    private static final double USUAL_WEIGHT = 0.05;
    /** Below this nobody notices, whatever the factor. */
    private static final double UNNOTICED_NANOS = 20e6;
    /** So long an observation speaks for the present. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final double tolerance;
    /** The first ones, whether disturbed or not: a habit until there is a better one. */
    private final List<Long> first = new ArrayList<>(HABIT);
    /** The first undisturbed ones. */
    private final List<Long> calm = new ArrayList<>(HABIT);

    private double usual;
    private double recent;
    private boolean connected;
    private Instant last = Instant.MIN;

    /** @param tolerance how many times the usual is clearly longer */
    Latency(double tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Takes one in. The very first is passed over, because it had to wait for a connection.
     *
     * @param disturbed whether a build was going on: what is measured then does not become usual, unless nothing else is
     *     known
     */
    void observe(long nanos, boolean disturbed, Instant at) {
        if (!connected) {
            connected = true;
            return;
        }
        recent = first.isEmpty() ? nanos : recent + RECENT_WEIGHT * (nanos - recent);
        last = at;
        if (first.size() < HABIT) {
            first.add(nanos);
        }
        if (calm.size() < HABIT) {
            if (!disturbed) {
                calm.add(nanos);
            }
            usual = median(calm.size() < HABIT ? first : calm);
        } else if (!disturbed) {
            usual += USUAL_WEIGHT * (nanos - usual);
        }
    }

    /** Whether what was observed lately is clearly longer; not when nothing was. */
    boolean suffers(Instant now) {
        return first.size() >= HABIT
                && now.isBefore(last.plus(FRESH))
                && recent > Math.max(tolerance * usual, usual + UNNOTICED_NANOS);
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }
}
