package org.lookalike.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.bench.worker.WorkerProcess;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Topics;

/**
 * A broker with the system's topics in this JVM, a registry that knows their schemas, and Milvus, in a temporary folder;
 * services join them as processes of their own. Used by one thread.
 */
public final class SystemParts implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final OwnedResources resources = new OwnedResources();
    private final List<WorkerProcess> services = new ArrayList<>();
    private final WorkFolder work;
    private final EmbeddedMilvus milvus;
    private final SystemClients clients;

    /**
     * Starts them.
     *
     * @param full the full Milvus server, else Milvus Lite
     */
    public SystemParts(boolean full, Consumer<String> progress) throws IOException {
        work = resources.own(WorkFolder.create());
        boolean started = false;
        try {
            progress.accept("starting a registry, a broker and Milvus");
            EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(folder("registry"), 0));
            try (SchemaRegistration registration = new SchemaRegistration(registry.url())) {
                registration.register(Topics.all());
            }
            EmbeddedKafka broker = resources.own(EmbeddedKafka.start(folder("kafka"), 0));
            clients = resources.own(
                    new SystemClients(new KafkaConfig(broker.bootstrapServers(), registry.url(), false, Map.of())));
            new TopicAdmin(clients.admin()).create(Topics.all(), Optional.of((short) 1));
            PythonEnvironment python = PythonEnvironment.provision(
                    CacheFolder.resolve(),
                    full ? PythonRequirements.MILVUS_SERVER : PythonRequirements.MILVUS_LITE,
                    progress);
            milvus = resources.own(
                    full
                            ? EmbeddedMilvus.server(python, folder("milvus"), 0)
                            : EmbeddedMilvus.lite(python, folder("milvus"), 0));
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Clients of the broker and the registry. */
    public SystemClients clients() {
        return clients;
    }

    /** Milvus. */
    public EmbeddedMilvus milvus() {
        return milvus;
    }

    /** A folder that goes with the system. */
    public Path folder(String name) {
        return work.resolve(name);
    }

    /**
     * Starts a service's main class, which is told the addresses of all parts.
     *
     * @param name what it is called in messages
     * @param settings more of its settings, by name
     */
    public WorkerProcess service(String name, Class<?> main, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("kafka.bootstrap-servers", clients.kafka().bootstrapServers());
        all.put("registry.url", clients.kafka().registryUrl());
        all.put("milvus.uri", milvus.uri());
        all.put("sink.group", SystemClients.SINK_GROUP);
        all.putAll(settings);
        WorkerProcess service = resources.own(WorkerProcess.service(
                name, main, all, folder(main.getSimpleName().toLowerCase(java.util.Locale.ROOT))));
        services.add(service);
        return service;
    }

    /**
     * Waits for a condition.
     *
     * @throws BenchFailure if a service ends meanwhile, or it takes an hour
     */
    public void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            for (WorkerProcess service : services) {
                if (!service.isAlive() || System.nanoTime() > deadline) {
                    throw new BenchFailure("%s did not get ready; the end of its log:%n%s"
                            .formatted(service.name(), service.logTail()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
