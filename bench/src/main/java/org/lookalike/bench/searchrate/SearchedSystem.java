package org.lookalike.bench.searchrate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.bench.worker.WorkerProcess;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
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
import org.lookalike.query.Query;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;

/** A broker, a registry, Milvus, and the sink and the query service as processes, with pictures indexed. */
final class SearchedSystem implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String GROUP_PREFIX = "sink";

    private final OwnedResources resources = new OwnedResources();
    private final KafkaConfig kafka;
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private final EmbeddedMilvus milvus;
    private final WorkerProcess sink;
    private final WorkerProcess query;
    private final Space space;

    /**
     * Starts it and fills it.
     *
     * @param encoder the encoder's folder; of pictures in requests, and of the space
     * @param images how many rows its collection has
     * @param full the full Milvus server, else Milvus Lite
     */
    SearchedSystem(Path encoder, int images, boolean full, Consumer<String> progress) throws Exception {
        EncoderDescription description = EncoderFolder.read(encoder).description();
        WorkFolder work = resources.own(WorkFolder.create());
        boolean started = false;
        try {
            progress.accept("starting a registry, a broker, Milvus, the sink and the query service");
            EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(work.resolve("registry"), 0));
            try (SchemaRegistration registration = new SchemaRegistration(registry.url())) {
                registration.register(Topics.all());
            }
            EmbeddedKafka broker = resources.own(EmbeddedKafka.start(work.resolve("kafka"), 0));
            kafka = new KafkaConfig(broker.bootstrapServers(), registry.url(), false, Map.of());
            clients = new KafkaClients(kafka);
            admin = resources.own(clients.admin("bench"));
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            codec = resources.own(new AvroCodec(registry.url(), false));
            producer = resources.own(clients.producer("bench"));
            PythonEnvironment python = PythonEnvironment.provision(
                    CacheFolder.resolve(),
                    full ? PythonRequirements.MILVUS_SERVER : PythonRequirements.MILVUS_LITE,
                    progress);
            milvus = resources.own(
                    full
                            ? EmbeddedMilvus.server(python, work.resolve("milvus"), 0)
                            : EmbeddedMilvus.lite(python, work.resolve("milvus"), 0));
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            settings.put("registry.url", registry.url());
            settings.put("milvus.uri", milvus.uri());
            settings.put("store.folder", work.resolve("images").toString());
            settings.put("encoder.folder", encoder.toString());
            settings.put("crashes.folder", work.resolve("crashes").toString());
            settings.put("sink.group", GROUP_PREFIX);
            sink = resources.own(WorkerProcess.service("the sink", Sink.class, settings, work.resolve("sink")));
            query = resources.own(
                    WorkerProcess.service("the query service", Query.class, settings, work.resolve("query")));
            space = fill(Space.raw(description.id(), SyntheticVectors.FEATURES), images, progress);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private Space fill(Space raw, int images, Consumer<String> progress) throws InterruptedException {
        progress.accept("indexing %,d vectors of %d dimensions".formatted(images, raw.dimensions()));
        send(new SpaceRecords(codec, InstantSource.system()).of(raw));
        Records records = new Records(codec);
        SyntheticVectors vectors = new SyntheticVectors();
        for (int number = 0; number < images; number++) {
            // What cannot be sent is missed at the end.
            var unused = producer.send(
                    records.of(Topics.VECTORS, SyntheticVectors.id(number), vectors.event(number, raw.encoderId())));
        }
        producer.flush();
        await(() -> GenerationProgress.of(admin, current(raw), GROUP_PREFIX).remaining() == 0);
        return current(raw);
    }

    /** As the topic has it: its collection's name tells its incarnation. */
    private Space current(Space announced) {
        return SpaceFeed.read(clients, codec).find(announced.id()).orElse(announced);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
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
            for (WorkerProcess service : List.of(sink, query)) {
                if (!service.isAlive() || System.nanoTime() > deadline) {
                    throw new BenchFailure("%s did not get ready; the end of its log:%n%s"
                            .formatted(service.name(), service.logTail()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** A client as an application has it. */
    SearchClient client(int inFlight) {
        return SearchClient.open(SearchClientConfig.at(kafka.bootstrapServers(), kafka.registryUrl())
                .withMaxInFlight(inFlight));
    }

    /** Milvus's address. */
    String milvusUri() {
        return milvus.uri();
    }

    /** The collection that is searched. */
    String collection() {
        return space.collection();
    }

    @Override
    public void close() {
        resources.close();
    }
}
