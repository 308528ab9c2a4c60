package org.lookalike.bench.chaos.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.audit.Audit;
import org.lookalike.embedder.Embedder;
import org.lookalike.ingest.Ingest;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.Readiness;
import org.lookalike.query.Query;
import org.lookalike.refit.Refit;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.Sink;

/** The whole system, each part a process of its own, with a {@link Link} between each service and each server. */
public final class ChaosSystem implements AutoCloseable {
    private static final short ONE_BROKER = 1;
    private static final long POLL_MS = 200;
    private static final long START_LIMIT_MS = 180_000;
    /** A service that is killed or paused loses its partitions after so long. */
    private static final String CLIENT_PROPERTIES = "session.timeout.ms=6000\nheartbeat.interval.ms=1500\n";

    private static final Map<String, Class<?>> SERVICES = services();

    /** The services that need Milvus. */
    private static final Set<Class<?>> OF_MILVUS = Set.of(Sink.class, Query.class, Audit.class);

    private final OwnedResources resources = new OwnedResources();
    private final Path folder;
    private final Path logs;
    private final List<Component> components = new ArrayList<>();
    private final Map<String, URI> health = new LinkedHashMap<>();
    private final KafkaConfig kafka;
    private final MilvusComponent milvus;
    private final int ingestPort;

    /**
     * How the system is to be started.
     *
     * @param folder for everything that it keeps
     * @param logs for the logs of the services
     * @param encoder the encoder's folder
     * @param lite whether to use Milvus Lite instead of the full server
     */
    public record Layout(Path folder, Path logs, Path encoder, boolean lite) {}

    private static Map<String, Class<?>> services() {
        Map<String, Class<?>> services = new LinkedHashMap<>();
        services.put("sink-1", Sink.class);
        services.put("sink-2", Sink.class);
        services.put("embedder-1", Embedder.class);
        services.put("query-1", Query.class);
        services.put("ingest-1", Ingest.class);
        services.put("refit-1", Refit.class);
        services.put("audit-1", Audit.class);
        return services;
    }

    private ChaosSystem(Layout layout, Consumer<String> progress) {
        folder = layout.folder();
        logs = layout.logs();
        int brokerPort = FreePorts.one();
        int registryPort = FreePorts.one();
        int milvusPort = FreePorts.one();
        ingestPort = FreePorts.one();
        Map<String, List<Integer>> ports = new LinkedHashMap<>();
        List<String> brokerArguments =
                new ArrayList<>(List.of(folder.resolve("kafka").toString(), Integer.toString(brokerPort)));
        List<Link> toBroker = new ArrayList<>();
        List<Link> toRegistry = new ArrayList<>();
        List<Link> toMilvus = new ArrayList<>();
        for (String service : SERVICES.keySet()) {
            List<Integer> told = FreePorts.several(3);
            int listener = FreePorts.one();
            brokerArguments.addAll(List.of(Integer.toString(listener), Integer.toString(told.get(0))));
            toBroker.add(link(service, "broker", told.get(0), listener));
            toRegistry.add(link(service, "registry", told.get(1), registryPort));
            toMilvus.add(link(service, "milvus", told.get(2), milvusPort));
            ports.put(service, told);
        }

        progress.accept("starting the broker, the registry and Milvus");
        Component broker = add(new ProcessComponent(
                "broker",
                "broker",
                toBroker,
                BrokerProgram.class,
                brokerArguments,
                folder,
                logs.resolve("broker.log")));
        broker.start();
        RegistryComponent registry = new RegistryComponent(folder.resolve("registry"), registryPort, toRegistry);
        add(registry).start();
        milvus = MilvusComponent.open(folder.resolve("milvus"), milvusPort, toMilvus, layout.lite(), progress);
        add(milvus);
        await("the broker", Readiness.port(brokerPort));
        kafka = new KafkaConfig("127.0.0.1:" + brokerPort, registry.url(), false, Map.of());
        createTopics();

        progress.accept("starting the services");
        int index = 0;
        for (Map.Entry<String, Class<?>> service : SERVICES.entrySet()) {
            String name = service.getKey();
            List<Integer> told = ports.getOrDefault(name, List.of());
            int operationsPort = FreePorts.one();
            health.put(name, URI.create("http://127.0.0.1:%d/health/".formatted(operationsPort)));
            List<Link> links = new ArrayList<>(List.of(toBroker.get(index), toRegistry.get(index)));
            if (OF_MILVUS.contains(service.getValue())) {
                links.add(toMilvus.get(index));
            }
            add(new ProcessComponent(
                            name,
                            name.substring(0, name.indexOf('-')),
                            links,
                            service.getValue(),
                            flags(layout, name, told, operationsPort, registry.url()),
                            folder,
                            logs.resolve(name + ".log")))
                    .start();
            index++;
        }
        health.forEach((name, address) -> await(name, Readiness.http(address.resolve("ready"))));
    }

    /**
     * Starts everything and returns when it is ready.
     *
     * @param progress told in a few words about each step
     */
    public static ChaosSystem start(Layout layout, Consumer<String> progress) {
        return new ChaosSystem(layout, progress);
    }

    private Link link(String service, String server, int port, int target) {
        return resources.own(new Link(service + "-" + server, port, target));
    }

    private Component add(Component component) {
        components.add(resources.own(component));
        return component;
    }

    private void createTopics() {
        try (Admin admin = clients().admin("chaos");
                SchemaRegistration schemas = new SchemaRegistration(kafka.registryUrl())) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of(ONE_BROKER));
            schemas.register(Topics.all());
        }
    }

    private List<String> flags(Layout layout, String name, List<Integer> told, int operationsPort, String registryUrl) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kafka.bootstrap-servers", "127.0.0.1:" + told.get(0));
        settings.put(
                "registry.url",
                "http://127.0.0.1:%d%s"
                        .formatted(told.get(1), URI.create(registryUrl).getPath()));
        settings.put("milvus.uri", "http://127.0.0.1:" + told.get(2));
        settings.put("kafka.client-properties-file", clientProperties().toString());
        settings.put("operations.port", Integer.toString(operationsPort));
        settings.put("store.kind", "folder");
        settings.put("store.folder", images().toString());
        settings.put("encoder.folder", layout.encoder().toString());
        settings.put("encoder.threads", "1");
        settings.put("ingest.http.port", Integer.toString(ingestPort));
        // Small transactions and batches, so that there is a middle to be killed in.
        settings.put("embedder.transaction.max-records", "32");
        settings.put("embedder.decode.threads", "1");
        settings.put("sink.batch.max-size", "64");
        // After each search, so that not one is answered from a collection that was emptied meanwhile.
        settings.put("query.collection-check-interval", "0s");
        settings.put("audit.state-folder", folder.resolve(name + "-audit").toString());
        settings.put("audit.interval", "2s");
        settings.put("audit.erase.deleted-grace", "1m");
        settings.put("audit.erase.orphan-interval", "10s");
        settings.put("crashes.folder", folder.resolve("crashes").toString());
        // Short windows, so that spaces are fitted, built and activated while parts fail.
        settings.put("refit.state-folder", folder.resolve(name + "-state").toString());
        settings.put("refit.window.length", "1m");
        settings.put("refit.window.grace", "1s");
        settings.put("refit.window.quiet", "10s");
        settings.put("refit.window.merge-timeout", "20s");
        settings.put("refit.sample.minimum", "150");
        settings.put("refit.fit.dimensions", "24");
        settings.put("refit.fit.clusters", "8");
        settings.put("refit.fit.threads", "1");
        return settings.entrySet().stream()
                .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
                .toList();
    }

    private Path clientProperties() {
        try {
            return Files.writeString(folder.resolve("client.properties"), CLIENT_PROPERTIES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String name, Readiness readiness) {
        long deadline = System.nanoTime() + START_LIMIT_MS * 1_000_000;
        while (!readiness.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s did not become ready; its log is in %s".formatted(name, logs));
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** Every part. */
    public List<Component> components() {
        return List.copyOf(components);
    }

    /** Where the services' health is asked for, by the name of the service. */
    public Map<String, URI> health() {
        return Map.copyOf(health);
    }

    /** Straight to the broker and the registry, past the links. */
    public KafkaConfig kafka() {
        return kafka;
    }

    /** Clients straight to the broker. */
    public KafkaClients clients() {
        return new KafkaClients(kafka);
    }

    /** Straight to Milvus. */
    public String milvusUri() {
        return milvus.uri();
    }

    /** Whether Milvus is the full server. */
    public boolean isMilvusFull() {
        return milvus.isFull();
    }

    /** Where pictures are uploaded and deleted; ends with a slash. */
    public URI uploads() {
        return URI.create("http://127.0.0.1:%d/images/".formatted(ingestPort));
    }

    /** The folder of the image store. */
    public Path images() {
        return folder.resolve("images");
    }

    @Override
    public void close() {
        resources.close();
    }
}
