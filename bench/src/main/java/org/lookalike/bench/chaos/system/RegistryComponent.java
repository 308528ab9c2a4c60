package org.lookalike.bench.chaos.system;

import java.nio.file.Path;
import java.util.List;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.provision.process.ChildProcess;

/** The schema registry. */
final class RegistryComponent extends ChildComponent {
    private final Path folder;
    private final int port;
    private String url = "";

    RegistryComponent(Path folder, int port, List<Link> links) {
        super("registry", "registry", links);
        this.folder = folder;
        this.port = port;
    }

    @Override
    ChildProcess launch() {
        EmbeddedRegistry registry = EmbeddedRegistry.start(folder, port);
        url = registry.url();
        return registry.process();
    }

    /** Its address, once it has been started. */
    String url() {
        return url;
    }
}
