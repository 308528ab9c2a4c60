package org.lookalike.sink.throttle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Throttles the backfill of generations, so that live work keeps its latency: after each batch the backfill pauses, so
 * that it gets no more than a share of the time. The share is halved while live writes, or the searches of
 * {@link LatencyProbe}, take clearly longer than usual, and otherwise grows back step by step. Thread-safe.
 */
public final class BackfillThrottle {
    private static final double SHARE_INCREMENT = 0.1;
    /** A write of more rows says more about its size than about the store. */
    private static final int MAX_OBSERVED_ROWS = 64;

    private static final Duration MIN_ADJUSTMENT_INTERVAL = Duration.ofMillis(500);
    /** How long after its last batch a backfill still affects the latency. */
    private static final Duration BACKFILL_EFFECT = Duration.ofSeconds(10);

    /** A batch that took longer was prolonged by an outage, and is no measure of the work. */
    private static final Duration MAX_BATCH = Duration.ofSeconds(5);
    /** After this part of a pause its length is computed again, because the share may have grown. */
    private static final Duration PAUSE_STEP = Duration.ofMillis(500);

    private final BackfillThrottleConfig config;
    private final LatencyBaseline writes;
    private final LatencyBaseline searches;
    private final InstantSource clock;
    private double share = 1;
    private Instant adjusted = Instant.MIN;
    private Instant lastBackfill = Instant.MIN;

    /** @param metrics gets the share as {@code lookalike.sink.build.share} */
    public BackfillThrottle(BackfillThrottleConfig config, MeterRegistry metrics, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.writes = new LatencyBaseline(config.tolerance());
        this.searches = new LatencyBaseline(config.tolerance());
        Gauge.builder("lookalike.sink.build.share", this, BackfillThrottle::share)
                .description("Share of the time that builds may use, 0 to 1")
                .register(metrics);
    }

    /** Takes the latency of a write to a space that can be searched. */
    public synchronized void observeLiveWrite(int rows, long nanos) {
        if (rows > 0 && rows <= MAX_OBSERVED_ROWS) {
            writes.observe(nanos, isBackfilling(), clock.instant());
            adjustShare();
        }
    }

    /** Takes the latency of a probe's search. */
    public synchronized void observeSearch(long nanos) {
        searches.observe(nanos, isBackfilling(), clock.instant());
        adjustShare();
    }

    /** Pauses after a batch of a backfill; less than the batch called for if the share grows meanwhile. */
    public void pauseAfterBackfill(int rows, long nanos) throws InterruptedException {
        long paused = 0;
        for (long pause = pauseNanos(rows, nanos); paused < pause; pause = pauseNanos(rows, nanos)) {
            long step = Math.min(pause - paused, PAUSE_STEP.toNanos());
            TimeUnit.NANOSECONDS.sleep(step);
            paused += step;
        }
    }

    /** The share of the time that backfills may have, above 0 to 1. */
    public synchronized double share() {
        return share;
    }

    /** How long to pause, in nanoseconds, after a batch of so many rows that took so long. */
    synchronized long pauseNanos(int rows, long nanos) {
        lastBackfill = clock.instant();
        double pause = Math.min(nanos, MAX_BATCH.toNanos()) * (1 / share - 1);
        if (config.maxRate() > 0) {
            pause = Math.max(pause, rows * 1e9 / config.maxRate() - nanos);
        }
        return (long) Math.max(0, pause);
    }

    private boolean isBackfilling() {
        return lastBackfill.isAfter(clock.instant().minus(BACKFILL_EFFECT));
    }

    private void adjustShare() {
        Instant now = clock.instant();
        if (now.isBefore(adjusted.plus(MIN_ADJUSTMENT_INTERVAL))) {
            return;
        }
        adjusted = now;
        if (isBackfilling() && (writes.isExceeded(now) || searches.isExceeded(now))) {
            share = Math.max(config.minShare(), share / 2);
        } else {
            share = Math.min(1, share + SHARE_INCREMENT);
        }
    }
}
