package org.lookalike.bench.chaos.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lookalike.embedded.registry.EmbeddedRegistry;

/** The schema registry. */
final class RegistryComponent implements Component {
    private final Path folder;
    private final int port;
    private final List<Link> links;
    private @Nullable EmbeddedRegistry registry;

    RegistryComponent(Path folder, int port, List<Link> links) {
        this.folder = folder;
        this.port = port;
        this.links = List.copyOf(links);
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String kind() {
        return "registry";
    }

    @Override
    public List<Link> links() {
        return links;
    }

    @Override
    public void start() {
        registry = EmbeddedRegistry.start(folder, port);
    }

    @Override
    public void kill() {
        running().kill();
    }

    @Override
    public void pause() {
        running().pause();
    }

    @Override
    public void resume() {
        running().resume();
    }

    @Override
    public boolean isAlive() {
        return registry != null && registry.isRunning();
    }

    @Override
    public String logTail() {
        return "see " + folder.resolve("registry.log");
    }

    String url() {
        return running().url();
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private EmbeddedRegistry running() {
        return Objects.requireNonNull(registry, "the registry has not been started");
    }
}
