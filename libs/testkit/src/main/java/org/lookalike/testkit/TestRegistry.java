package org.lookalike.testkit;

import org.lookalike.embedded.registry.EmbeddedRegistry;

/** The schema registry that the tests of one JVM share. */
public final class TestRegistry {

    private static final SharedServer<EmbeddedRegistry> SERVER =
            new SharedServer<>("registry", folder -> EmbeddedRegistry.start(folder, 0));

    private TestRegistry() {}

    /** The base URL of the registry, started at the first call. */
    public static String url() {
        return SERVER.get().url();
    }
}
