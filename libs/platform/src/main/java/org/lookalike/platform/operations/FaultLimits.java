package org.lookalike.platform.operations;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * For how long a service bears with what goes wrong in one of its loops.
 *
 * @param hang how long one call of a handler may take before the service counts as hanging; retries during an outage are
 *     calls of their own
 * @param unrecognized how long a batch is tried again after errors that are not known to be outages, before they count as a
 *     defect
 */
public record FaultLimits(Duration hang, Duration unrecognized) {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofDays(7);

    private static final Setting<Duration> HANG = Setting.duration(
            "watchdog.hang-after",
            MIN,
            MAX,
            "10m",
            "How long one call may work on a batch before /health/live answers 503. Waiting for an outage to end does not"
                    + " count, a call that never returns does.");
    private static final Setting<Duration> UNRECOGNIZED = Setting.duration(
            "watchdog.unrecognized-after",
            MIN,
            MAX,
            "30m",
            "How long a batch is tried again after errors that are not known to be outages. Afterwards they count as a"
                    + " defect: nothing is committed, the loop ends with an error, and is started again.");

    /** The settings' defaults. */
    public static final FaultLimits DEFAULT = new FaultLimits(Duration.ofMinutes(10), Duration.ofMinutes(30));

    public FaultLimits {
        HANG.require(hang);
        UNRECOGNIZED.require(unrecognized);
    }

    public static FaultLimits from(Settings settings) {
        return new FaultLimits(settings.get(HANG), settings.get(UNRECOGNIZED));
    }
}
