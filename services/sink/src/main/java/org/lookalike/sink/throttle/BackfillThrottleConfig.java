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
            "Most vectors per second that an instance writes into a space that is being built; 0 for no fixed bound.");
    private static final Setting<Double> MIN_SHARE = Setting.decimal(
            "sink.build.min-share",
            0.01,
            1,
            0.1,
            "The least share of the time that building gets while live work suffers; 1 never gives way.");
    private static final Setting<Double> TOLERANCE = Setting.decimal(
            "sink.build.tolerance",
            1,
            100,
            3,
            "Building gives way while live writes, or the searches that ask how the store fares, take so many times"
                    + " as long as they usually do.");

    public BackfillThrottleConfig {
        MAX_RATE.require(maxRate);
        MIN_SHARE.require(minShare);
        TOLERANCE.require(tolerance);
    }

    public static BackfillThrottleConfig from(Settings settings) {
        return new BackfillThrottleConfig(settings.get(MAX_RATE), settings.get(MIN_SHARE), settings.get(TOLERANCE));
    }
}
