package org.lookalike.refit.adapt;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.fit.AdaptedFitConfig;

/**
 * Whether and when spaces learn from labels.
 *
 * @param enabled whether they do
 * @param quiet how long labels must not have changed
 * @param fit how a space is fitted to labels, and judged
 */
public record AdaptConfig(boolean enabled, Duration quiet, AdaptedFitConfig fit) {
    private static final Setting<Boolean> ENABLED = Setting.flag(
            "refit.adapt",
            true,
            "Let the active encoder's spaces learn from the labels of pictures. Labels of whole"
                    + " clusters contain nothing that the space does not know, and are not used.");
    private static final Setting<Duration> QUIET = Setting.duration(
            "refit.adapt.quiet",
            Duration.ofMillis(100),
            Duration.ofDays(1),
            "1m",
            "How long labels must be unchanged before a space is fitted to them.");

    public AdaptConfig {
        QUIET.require(quiet);
    }

    public static AdaptConfig from(Settings settings) {
        return new AdaptConfig(settings.get(ENABLED), settings.get(QUIET), AdaptedFitConfig.from(settings));
    }
}
