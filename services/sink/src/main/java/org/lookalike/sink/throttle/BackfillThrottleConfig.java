package org.lookalike.sink.throttle;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How quickly generations may be built.
 *
 * @param maxRate most vectors per second and space in each instance, 0 for no bound
 * @param minShare the least share of the time that builds get however live work fares, above 0 to 1
 * @param tolerance how many times its usual latency live work may take before builds give way, 1 to 100
 */
public record BackfillThrottleConfig(int maxRate, double minShare, double tolerance) {
    static final Setting<Integer> MAX_RATE = Setting.integer(
            "sink.build.max-rate",
            0,
            10_000_000,
            0,
            "Most vectors per second that an instance writes into a space that is being built; 0 for no fixed bound.");
    static final Setting<Double> MIN_SHARE = Setting.decimal(
            "sink.build.min-share",
            0.01,
            1,
            0.1,
            "The least share of the time that building gets while live work suffers; 1 never gives way.");
    static final Setting<Double> TOLERANCE = Setting.decimal(
            "sink.build.tolerance",
            1,
            100,
            3,
            "Building gives way while live writes, or the searches that ask how the store fares, take so many times"
                    + " as long as they usually do.");

    public BackfillThrottleConfig {
        if (maxRate < 0 || !(minShare > 0 && minShare <= 1) || !(tolerance >= 1)) {
            throw new IllegalArgumentException(
                    "maxRate is %d, minShare %s and tolerance %s; must be at least 0, above 0 to 1, and at least 1"
                            .formatted(maxRate, minShare, tolerance));
        }
    }

    /** Every setting of this section. */
    public static List<Setting<?>> settings() {
        return List.of(MAX_RATE, MIN_SHARE, TOLERANCE);
    }

    public static BackfillThrottleConfig from(Settings settings) {
        return new BackfillThrottleConfig(settings.get(MAX_RATE), settings.get(MIN_SHARE), settings.get(TOLERANCE));
    }
}
