package org.lookalike.refit.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How event time is cut into windows, and when a window is over. Event time is the time at which a vector was published:
 * re-embedding old images then makes one window and not years of them.
 *
 * @param length how long a window is
 * @param advance how far apart windows begin; the length for windows that follow each other, less for windows that
 *     overlap, at most {@value #MAX_OVERLAPPING} at a time
 * @param grace how much later than its window's end a vector may come by event time
 * @param quiet after so long without a vector a partition's windows end by the wall clock
 * @param mergeTimeout how long after the last partition's sample a window waits for those of further partitions
 * @param maxAge a window that ended longer ago, when a later vector closes it, is not fitted: the stream is catching up,
 *     and its long-term sample has what matters
 * @param maxWaiting how many closed windows may wait for their fit; older ones are passed over
 */
public record WindowConfig(
        Duration length,
        Duration advance,
        Duration grace,
        Duration quiet,
        Duration mergeTimeout,
        Duration maxAge,
        int maxWaiting) {
    static final int MAX_OVERLAPPING = 24;
    private static final int WAITING_CEILING = 1_000;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(366);

    static final Setting<Duration> LENGTH = Setting.duration(
            "refit.window.length",
            SHORTEST,
            LONGEST,
            "1h",
            "How long a window is, by the time at which vectors are published.");
    static final Setting<Duration> ADVANCE = Setting.duration(
            "refit.window.advance",
            Duration.ZERO,
            LONGEST,
            "0s",
            "How far apart windows begin; 0s lets them follow each other, less than their length lets them overlap, at"
                    + " most 24 at a time.");
    static final Setting<Duration> GRACE = Setting.duration(
            "refit.window.grace",
            Duration.ZERO,
            LONGEST,
            "1m",
            "How much later than its window's end a vector may come, by event time.");
    static final Setting<Duration> QUIET = Setting.duration(
            "refit.window.quiet",
            SHORTEST,
            LONGEST,
            "2m",
            "After so long without a vector a partition's windows end by the wall clock.");
    static final Setting<Duration> MERGE_TIMEOUT = Setting.duration(
            "refit.window.merge-timeout",
            SHORTEST,
            LONGEST,
            "5m",
            "How long after the last partition's sample a window waits for those of further partitions, which may have"
                    + " none. More than refit.window.quiet, or slow partitions are left out.");
    static final Setting<Duration> MAX_AGE = Setting.duration(
            "refit.window.max-age",
            Duration.ofSeconds(1),
            LONGEST,
            "1d",
            "A window that ended longer ago when a later vector closes it is not fitted: the service is catching up, and"
                    + " the long-term sample has what matters.");
    static final Setting<Integer> MAX_WAITING = Setting.integer(
            "refit.window.max-waiting",
            1,
            WAITING_CEILING,
            4,
            "How many closed windows of an encoder may wait for their fit; older ones are passed over.");

    public WindowConfig {
        if (advance.isZero()) {
            advance = length;
        }
        if (length.compareTo(SHORTEST) < 0 || advance.isNegative() || advance.compareTo(length) > 0) {
            throw new IllegalArgumentException("%s is %s and %s is %s, must be at most as long and not negative"
                    .formatted(LENGTH.key(), length, ADVANCE.key(), advance));
        }
        if (length.toMillis() > MAX_OVERLAPPING * advance.toMillis()) {
            throw new IllegalArgumentException("%s is %s, must be at least %s divided by %d"
                    .formatted(ADVANCE.key(), advance, LENGTH.key(), MAX_OVERLAPPING));
        }
        if (grace.isNegative() || maxWaiting < 1) {
            throw new IllegalArgumentException("%s is %s and %s is %d, must be at least 0 and 1"
                    .formatted(GRACE.key(), grace, MAX_WAITING.key(), maxWaiting));
        }
    }

    public static List<Setting<?>> settings() {
        return List.of(LENGTH, ADVANCE, GRACE, QUIET, MERGE_TIMEOUT, MAX_AGE, MAX_WAITING);
    }

    public static WindowConfig from(Settings settings) {
        return new WindowConfig(
                settings.get(LENGTH),
                settings.get(ADVANCE),
                settings.get(GRACE),
                settings.get(QUIET),
                settings.get(MERGE_TIMEOUT),
                settings.get(MAX_AGE),
                settings.get(MAX_WAITING));
    }

    /** The windows that a moment belongs to, the one that ends first in front. */
    List<SampleWindow> windowsOf(long time) {
        long step = advance.toMillis();
        long size = length.toMillis();
        List<SampleWindow> windows = new ArrayList<>();
        long last = Math.floorDiv(time, step) * step;
        long first = (Math.floorDiv(time - size, step) + 1) * step;
        for (long start = first; start <= last; start += step) {
            windows.add(new SampleWindow(start, start + size));
        }
        return windows;
    }
}
