package org.lookalike.sink.throttle;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How the backfill of generations is throttled.
 *
 * @param maxRate most vectors per second and space in each instance, 0 for no limit
 * @param minShare the share of the time that backfills get even while live work is slow
 * @param tolerance how many times its usual latency live work may take before backfills are throttled
 */
public record BackfillThrottleConfig(int maxRate, double minShare, double tolerance) {
    private static final Setting<Integer> MAX_RATE = Setting.integer(
            "sink.build.max-rate",
            0,
            10_000_000,
            0,
            "Maximum number of vectors per second that an instance writes into a space that is being"
                    + " built; 0 for no fixed limit.");
    private static final Setting<Double> MIN_SHARE = Setting.decimal(
            "sink.build.min-share",
            0.01,
            1,
            0.1,
            "Minimum share of the time for builds while live work is slow; 1 disables throttling.");
    private static final Setting<Double> TOLERANCE = Setting.decimal(
            "sink.build.tolerance",
            1,
            100,
            3,
            "Builds are throttled while live writes, or the probe searches that measure the store,"
                    + " take this many times as long as usual.");

    public BackfillThrottleConfig {
        MAX_RATE.require(maxRate);
        MIN_SHARE.require(minShare);
        TOLERANCE.require(tolerance);
    }

    public static BackfillThrottleConfig from(Settings settings) {
        return new BackfillThrottleConfig(settings.get(MAX_RATE), settings.get(MIN_SHARE), settings.get(TOLERANCE));
    }
}
