package org.lookalike.sink.generation;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.spaces.CollectionLoss;

/**
 * How generations are verified, activated and dropped.
 *
 * @param autoActivate whether a refit's space answers as soon as it is ready
 * @param grace how long a space is kept after another has superseded it
 * @param keepRaw whether encoders' raw spaces are kept for good
 * @param lostShare how much of a ready collection may be missing before it is built again
 */
public record GenerationControllerConfig(boolean autoActivate, Duration grace, boolean keepRaw, double lostShare) {
    private static final Setting<Boolean> AUTO_ACTIVATE = Setting.flag(
            "spaces.auto-activate",
            true,
            "Activate a refit's space as soon as its collection has been verified; never across"
                    + " encoders, which takes `lookalike spaces activate`.");
    private static final Setting<Duration> GRACE = Setting.duration(
            "spaces.grace",
            Duration.ZERO,
            Duration.ofDays(3_650),
            "24h",
            "How long the collection of a superseded space is kept; until then, a rollback is one" + " event.");
    private static final Setting<Boolean> KEEP_RAW = Setting.flag(
            "spaces.keep-raw",
            true,
            "Keep the collection of each encoder's raw features permanently; false drops it after the"
                    + " grace period like any other. A dropped collection cannot be restored.");

    public GenerationControllerConfig {
        GRACE.require(grace);
        CollectionLoss.SHARE.require(lostShare);
    }

    public static GenerationControllerConfig from(Settings settings) {
        return new GenerationControllerConfig(
                settings.get(AUTO_ACTIVATE),
                settings.get(GRACE),
                settings.get(KEEP_RAW),
                settings.getShared(CollectionLoss.SHARE));
    }
}
