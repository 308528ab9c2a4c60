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
    private static final Duration MIN_LENGTH = Duration.ofMillis(100);
    private static final Duration YEAR = Duration.ofDays(366);

    private static final Setting<Duration> LENGTH = Setting.duration(
            "refit.window.length",
            MIN_LENGTH,
            YEAR,
            "1h",
            "Length of a window, by the time at which vectors are published.");
    private static final Setting<Duration> ADVANCE = Setting.duration(
            "refit.window.advance",
            Duration.ZERO,
            YEAR,
            "0s",
            "Distance between the starts of windows; 0s makes them consecutive, less than their"
                    + " length makes them overlap, at most 24 at a time.");
    private static final Setting<Duration> GRACE = Setting.duration(
            "refit.window.grace",
            Duration.ZERO,
            YEAR,
            "1m",
            "How long after its window's end a vector may still arrive, by event time.");
    private static final Setting<Duration> QUIET = Setting.duration(
            "refit.window.quiet",
            MIN_LENGTH,
            YEAR,
            "2m",
            "After this long without a vector, a partition's windows are closed by wall-clock time.");
    private static final Setting<Duration> MERGE_TIMEOUT = Setting.duration(
            "refit.window.merge-timeout",
            MIN_LENGTH,
            YEAR,
            "5m",
            "How long after the last partition's sample a window waits for those of other partitions,"
                    + " which may have none. Must be longer than refit.window.quiet, or slow partitions are"
                    + " left out.");
    private static final Setting<Duration> MAX_AGE = Setting.duration(
            "refit.window.max-age",
            Duration.ofSeconds(1),
            YEAR,
            "1d",
            "A window that ended longer ago than this when a later vector closes it is not fitted:"
                    + " the service is catching up, and the long-term sample covers it.");
    private static final Setting<Integer> MAX_WAITING = Setting.integer(
            "refit.window.max-waiting",
            1,
            1_000,
            4,
            "How many closed windows of an encoder may be queued for their fit; older ones are" + " skipped.");

    public WindowConfig {
        if (advance.isZero()) {
            advance = length;
        }
        LENGTH.require(length);
        ADVANCE.require(advance);
        GRACE.require(grace);
        QUIET.require(quiet);
        MERGE_TIMEOUT.require(mergeTimeout);
        MAX_AGE.require(maxAge);
        MAX_WAITING.require(maxWaiting);
        if (advance.compareTo(length) > 0) {
            throw new IllegalArgumentException("%s is %s, must be at most %s, which is %s"
                    .formatted(ADVANCE.key(), advance, LENGTH.key(), length));
        }
        if (length.toMillis() > MAX_OVERLAPPING * advance.toMillis()) {
            throw new IllegalArgumentException("%s is %s, must be at least %s divided by %d"
                    .formatted(ADVANCE.key(), advance, LENGTH.key(), MAX_OVERLAPPING));
        }
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
