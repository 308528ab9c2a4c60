package org.lookalike.standalone.system;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.lifecycle.ConfiguredService;
import org.lookalike.platform.lifecycle.PlatformConfig;
import org.lookalike.refit.Refit;

/**
 * The configuration of every service, read in one go from the same settings.
 *
 * @param platform what all services share
 * @param services all of them, in the order in which they start
 * @param runsRefit whether the stand-alone system runs the refit service too
 */
public record StandaloneConfig(PlatformConfig platform, List<ConfiguredService> services, boolean runsRefit) {
    private static final Setting<Boolean> REFIT = Setting.flag(
            "standalone.refit",
            true,
            "Whether the stand-alone system refits its spaces. `lookalike demo --once` does so only"
                    + " if this is set.");

    public StandaloneConfig {
        services = List.copyOf(services);
    }

    public static StandaloneConfig from(Settings settings) {
        return new StandaloneConfig(
                PlatformConfig.from(settings),
                Services.ALL.stream()
                        .map(service -> service.configure(settings))
                        .toList(),
                settings.get(REFIT));
    }

    /** The services that the stand-alone system runs. */
    List<ConfiguredService> running() {
        return services.stream()
                .filter(service -> runsRefit || !service.name().equals(Refit.SERVICE.name()))
                .toList();
    }
}
