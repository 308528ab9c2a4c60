package org.lookalike.platform.lifecycle;

import java.util.function.Function;
import org.lookalike.platform.config.Settings;

/**
 * All that others need to know of a service in order to run it: each service's main class has one.
 *
 * @param name of the service, in lower case; its section of the settings, its package and its metrics carry it
 * @param reader makes its configuration from the settings
 * @param service puts it together
 * @param <C> the type of its configuration
 */
public record ServiceDescriptor<C>(String name, Function<Settings, C> reader, Service<C> service) {
    /** Reads the service's settings. */
    public ConfiguredService configure(Settings settings) {
        C config = reader.apply(settings);
        return new ConfiguredService(name, platform -> service.assemble(config, platform));
    }
}
