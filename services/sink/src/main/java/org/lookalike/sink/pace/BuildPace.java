package org.lookalike.sink.pace;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Holds generations that are being built back, so that live work keeps its latency: after each batch it rests, so long
 * that builds have no more than a share of the time. The share is halved while live writes, or searches that ask how
 * the store fares, take clearly longer than they usually do, and grows back step by step otherwise. Thread-safe.
 */
public final class BuildPace {
    private static final double GROWTH = 0.1;
    /** A write of more rows says more about its size than about the store. */
    private static final int SMALL_WRITE = 64;

    /** So often the share changes at most. */
    private static final Duration STEP = Duration.ofMillis(500);
    /** So long after its last batch a build is still felt. */
    private static final Duration BUILDING = Duration.ofSeconds(10);

    /** A batch that took longer was prolonged by an outage, and is no measure of the work. */
    private static final Duration MAX_BATCH = Duration.ofSeconds(5);
    /** After so long a rest is asked for anew, because the share may have grown. */
    private static final Duration NAP = Duration.ofMillis(500);

    private final PaceConfig config;
    private final Latency writes;
    private final Latency searches;
    private final InstantSource clock;
    private double share = 1;
    private Instant changed = Instant.MIN;
    private Instant lastBuilt = Instant.MIN;

    /** @param metrics gets the share as {@code lookalike.sink.build.share} */
    public BuildPace(PaceConfig config, MeterRegistry metrics, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.writes = new Latency(config.tolerance());
        this.searches = new Latency(config.tolerance());
        Gauge.builder("lookalike.sink.build.share", this, BuildPace::share)
                .description("The share of the time that generations being built may have, 0 to 1")
                .register(metrics);
    }

    /** Rows of a space that answers searches were written. */
    public synchronized void wrote(int rows, long nanos) {
        if (rows > 0 && rows <= SMALL_WRITE) {
            writes.observe(nanos, building(), clock.instant());
            adapt();
        }
    }

    /** A search, made to know how the store fares, was answered. */
    public synchronized void searched(long nanos) {
        searches.observe(nanos, building(), clock.instant());
        adapt();
    }

    /** Rests after a batch of a space that is being built; no longer than the share asks for that it has meanwhile. */
    public void afterBuilding(int rows, long nanos) throws InterruptedException {
        long rested = 0;
        for (long rest = rest(rows, nanos); rested < rest; rest = rest(rows, nanos)) {
            long nap = Math.min(rest - rested, NAP.toNanos());
            TimeUnit.NANOSECONDS.sleep(nap);
            rested += nap;
        }
    }

    /** The share of the time that builds may have, 0 to 1. */
    public synchronized double share() {
        return share;
    }

    /** How long to rest, in nanoseconds, after a batch that took so long. */
    synchronized long rest(int rows, long nanos) {
        lastBuilt = clock.instant();
        double rest = Math.min(nanos, MAX_BATCH.toNanos()) * (1 / share - 1);
        if (config.maxRate() > 0) {
            rest = Math.max(rest, rows * 1e9 / config.maxRate() - nanos);
        }
        return (long) Math.max(0, rest);
    }

    private boolean building() {
        return lastBuilt.isAfter(clock.instant().minus(BUILDING));
    }

    private void adapt() {
        Instant now = clock.instant();
        if (now.isBefore(changed.plus(STEP))) {
            return;
        }
        changed = now;
        if (building() && (writes.suffers(now) || searches.suffers(now))) {
            share = Math.max(config.minShare(), share / 2);
        } else {
            share = Math.min(1, share + GROWTH);
        }
    }
}
