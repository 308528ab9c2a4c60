package org.lookalike.bench.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.schemas.Topics;

/** The embedder in a process of its own, with a broker, a registry and an image store in a temporary folder. */
public final class EmbedderStage implements AutoCloseable {
    private final OwnedResources resources = new OwnedResources();
    private final WorkFolder work;
    private final String registryUrl;
    private final WorkerBroker broker;
    private final WorkerProcess worker;

    /**
     * Starts the broker, the registry and the embedder.
     *
     * @param encoder the encoder's folder
     * @param settings more of the embedder's settings, by name
     * @param progress told what is being done
     */
    public EmbedderStage(Path encoder, Map<String, String> settings, Consumer<String> progress) throws IOException {
        work = resources.own(WorkFolder.create());
        boolean started = false;
        try {
            progress.accept("starting a registry, a broker and the embedder");
            EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(work.resolve("registry"), 0));
            registryUrl = registry.url();
            try (SchemaRegistration registration = new SchemaRegistration(registryUrl)) {
                registration.register(Topics.all());
            }
            broker = resources.own(new WorkerBroker(work.resolve("kafka"), registryUrl));
            WorkerProcess.Task task = new WorkerProcess.Task(
                    broker.bootstrapServers(),
                    registryUrl,
                    encoder,
                    Files.createDirectory(store()),
                    Runtime.getRuntime().availableProcessors(),
                    "cpu");
            worker = resources.own(WorkerProcess.embedder(task, settings, List.of(), work.resolve("embedder")));
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** The image store's folder. */
    public Path store() {
        return work.resolve("images");
    }

    /** The registry's address. */
    public String registryUrl() {
        return registryUrl;
    }

    /** Its broker. */
    public WorkerBroker broker() {
        return broker;
    }

    /** Its process. */
    public WorkerProcess worker() {
        return worker;
    }

    @Override
    public void close() {
        resources.close();
    }
}
