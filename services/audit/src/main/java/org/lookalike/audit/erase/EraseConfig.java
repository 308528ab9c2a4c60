package org.lookalike.audit.erase;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * When bytes that nothing names any more are erased. Those of deleted images are erased at once.
 *
 * @param grace how old they must be; longer than a refused image can be replayed
 */
public record EraseConfig(Duration grace) {
    private static final Setting<Duration> GRACE = Setting.duration(
            "audit.erase.grace",
            Duration.ofDays(1),
            Duration.ofDays(3650),
            "31d",
            "Age from which bytes in the image store are erased if a later event of the picture has replaced them. Must be"
                    + " longer than the retention of images.quarantined if refused pictures are to be replayed.");

    public EraseConfig {
        GRACE.require(grace);
    }

    public static EraseConfig from(Settings settings) {
        return new EraseConfig(settings.get(GRACE));
    }
}
