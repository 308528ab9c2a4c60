package org.lookalike.platform.lifecycle;

import java.util.function.Consumer;

/**
 * A service with its configuration.
 *
 * @param name of the service
 * @param assembly puts it together; see {@link Service#assemble}
 */
public record ConfiguredService(String name, Consumer<Platform> assembly) {
    /** Puts the service together on a platform of its own, which runs nothing before it is started. */
    public void assemble(Platform platform) {
        assembly.accept(platform);
    }
}
