package org.lookalike.latent.novelty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many alarms one source may raise in a time. What is held back is counted, and told with the next alarm that goes
 * out.
 *
 * <p>Time is event time, so a replay raises the same alarms. No stretch of {@code period} holds more than
 * {@code alarms} raised ones, also where alarms come out of order. An alarm with a wrong time, however far ahead, holds
 * back those of its own time only. Immutable, safe for use by many threads.
 *
 * @param alarms how many may be raised in a period, 1 to 1,000
 * @param period how long an alarm counts, more than 0
 */
public record RateLimit(int alarms, Duration period) {
    private static final int MAX_ALARMS = 1000;
    /** Out of order, an alarm meets those raised around it, not those raised last: so some more are remembered. */
    private static final int REMEMBERED_PERIODS = 4;

    public RateLimit {
        if (alarms < 1 || alarms > MAX_ALARMS) {
            throw new IllegalArgumentException("%d alarms, must be 1 to %d".formatted(alarms, MAX_ALARMS));
        }
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period %s, must be more than 0".formatted(period));
        }
    }

    /** Three alarms an hour. */
    public static RateLimit defaults() {
        return new RateLimit(3, Duration.ofHours(1));
    }

    /**
     * Decides about an alarm.
     *
     * @param before what the source's alarms have left so far
     * @param time when it happened
     */
    public Decision decide(History before, Instant time) {
        long now = time.toEpochMilli();
        long near = before.raised.stream()
                .filter(raised -> Math.abs(raised - now) < period.toMillis())
                .count();
        if (near >= alarms) {
            return new Decision(false, 0, new History(before.raised, before.suppressed + 1));
        }
        List<Long> raised = new ArrayList<>(before.raised);
        raised.add(now);
        int surplus = Math.max(0, raised.size() - REMEMBERED_PERIODS * alarms);
        return new Decision(true, before.suppressed, new History(raised.subList(surplus, raised.size()), 0));
    }

    /**
     * What a source's alarms leave behind, to be kept for the next.
     *
     * @param raised when the latest alarms were raised, in milliseconds since 1970 UTC, in the order of raising
     * @param suppressed how many were held back since the last one raised
     */
    public record History(List<Long> raised, long suppressed) {
        public History {
            raised = List.copyOf(raised);
        }

        /** Of a source that has raised nothing yet. */
        public static History none() {
            return new History(List.of(), 0);
        }
    }

    /**
     * What to do with an alarm.
     *
     * @param raise whether it goes out
     * @param suppressedBefore with an alarm that goes out, how many were held back since the one before; else 0
     * @param history what to keep for the next
     */
    public record Decision(boolean raise, long suppressedBefore, History history) {}
}
