package org.lookalike.bench.generation;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.lookalike.audit.Audit;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.bench.worker.WorkerProcess;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** A broker, a registry, a full Milvus server and the sink in a process of its own, in a temporary folder. */
final class GenerationStage implements AutoCloseable {
    private static final String GROUP_PREFIX = "sink";
    private static final String PLAIN = "plain";
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final OwnedResources resources = new OwnedResources();
    private final Consumer<String> progress;
    private final EmbeddedMilvus milvus;
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final SpaceRecords spaceRecords;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final VectorStore store;
    private final WorkerProcess sink;
    private final WorkerProcess audit;
    private final SyntheticVectors synthetic = new SyntheticVectors();

    GenerationStage(Consumer<String> progress) throws IOException {
        this.progress = progress;
        WorkFolder work = resources.own(WorkFolder.create());
        boolean started = false;
        try {
            progress.accept("starting a registry, a broker, Milvus, the sink and the audit");
            EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(work.resolve("registry"), 0));
            try (SchemaRegistration registration = new SchemaRegistration(registry.url())) {
                registration.register(Topics.all());
            }
            EmbeddedKafka kafka = resources.own(EmbeddedKafka.start(work.resolve("kafka"), 0));
            clients = new KafkaClients(new KafkaConfig(kafka.bootstrapServers(), registry.url(), false, Map.of()));
            admin = resources.own(clients.admin("bench"));
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            codec = resources.own(new AvroCodec(registry.url(), false));
            spaceRecords = new SpaceRecords(codec, InstantSource.system());
            producer = resources.own(clients.producer("bench"));
            PythonEnvironment python =
                    PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_SERVER, progress);
            milvus = resources.own(EmbeddedMilvus.server(python, work.resolve("milvus"), 0));
            store = resources.own(VectorStores.open(VectorStoreConfig.at(milvus.uri())));
            sink = resources.own(WorkerProcess.service(
                    "the sink",
                    Sink.class,
                    Map.of(
                            "kafka.bootstrap-servers", kafka.bootstrapServers(),
                            "registry.url", registry.url(),
                            "milvus.uri", milvus.uri(),
                            "sink.group", GROUP_PREFIX,
                            "spaces.auto-activate", "false"),
                    work.resolve("sink")));
            audit = resources.own(WorkerProcess.service(
                    "the audit",
                    Audit.class,
                    Map.of(
                            "kafka.bootstrap-servers", kafka.bootstrapServers(),
                            "registry.url", registry.url(),
                            "milvus.uri", milvus.uri(),
                            "sink.group", GROUP_PREFIX,
                            "store.folder", work.resolve("pictures").toString()),
                    work.resolve("audit")));
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    VectorStore store() {
        return store;
    }

    /** Publishes the vectors. */
    void publish(int vectors) {
        progress.accept("publishing %,d vectors of %,d dimensions".formatted(vectors, SyntheticVectors.FEATURES));
        Records records = new Records(codec);
        for (int number = 0; number < vectors; number++) {
            // What cannot be sent is missed at the end.
            var unused =
                    producer.send(records.of(Topics.VECTORS, SyntheticVectors.id(number), synthetic.event(number)));
        }
        producer.flush();
    }

    /** The rows' vectors in the space. */
    float[][] projected(Space space, int vectors) {
        float[][] projected = new float[vectors][];
        for (int number = 0; number < vectors; number++) {
            projected[number] = space.place(synthetic.features(number)).vector();
        }
        return projected;
    }

    /**
     * How long a generation took.
     *
     * @param seconds until its group had committed everything, from the space's definition on
     * @param readySeconds until it was counted and ready
     */
    record Built(double seconds, double readySeconds) {}

    /** Defines a space and waits until its generation is ready; a space before it, other than the active one, is dropped. */
    Built build(Space space) throws InterruptedException {
        long start = System.nanoTime();
        send(spaceRecords.of(space));
        await(() -> GenerationProgress.of(admin, space, GROUP_PREFIX).remaining() == 0);
        double seconds = (System.nanoTime() - start) / 1e9;
        await(() -> SpaceFeed.read(clients, codec).generation(space.id()).state() == State.READY);
        double readySeconds = (System.nanoTime() - start) / 1e9;
        if (SpaceFeed.read(clients, codec).activation().isPresent()) {
            send(spaceRecords.of(Generation.dropped(
                    space.id(), "measured", InstantSource.system().instant())));
            await(() -> !store.collections().contains(space.collection()));
        }
        return new Built(seconds, readySeconds);
    }

    /** Activates the space whose searches the sink must not slow down. */
    void activate(Space space) {
        send(spaceRecords.of(
                new Activation(space.id(), "bench", "", InstantSource.system().instant())));
    }

    /** How many seconds the plain loop takes to insert them. */
    double insertPlainly(float[][] projected) {
        store.ensureCollection(PLAIN, SyntheticVectors.DIMENSIONS);
        try {
            return PlainInserts.run(milvus.uri(), PLAIN, projected);
        } finally {
            store.drop(PLAIN);
        }
    }

    private void send(org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new BenchFailure("the broker refuses a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            for (WorkerProcess worker : List.of(sink, audit)) {
                if (!worker.isAlive() || System.nanoTime() > deadline) {
                    throw new BenchFailure(
                            "%s did not get ready; the end of its log:%n%s".formatted(worker.name(), worker.logTail()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_TIMEOUT.toMillis());
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
