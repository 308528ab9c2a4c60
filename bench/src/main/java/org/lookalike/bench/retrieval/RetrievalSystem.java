package org.lookalike.bench.retrieval;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.audit.Audit;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.bench.worker.WorkerProcess;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
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
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/** A broker, a registry, Milvus Lite, and sink, audit and query service as processes. */
final class RetrievalSystem implements AutoCloseable {
    /** The attribute of an image's place in a split, with the split's number behind it. */
    static final String SPLIT = "split-";

    static final String GALLERY = "gallery";
    static final String QUERY = "query";

    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final OwnedResources resources = new OwnedResources();
    private final KafkaConfig kafka;
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final Producer<byte[], byte[]> producer;
    private final List<WorkerProcess> services;

    /**
     * Starts it.
     *
     * @param encoder the encoder's folder
     * @param maxK most hits that are asked for
     */
    RetrievalSystem(Path encoder, int maxK, Consumer<String> progress) throws Exception {
        WorkFolder work = resources.own(WorkFolder.create());
        boolean started = false;
        try {
            progress.accept("starting a registry, a broker, Milvus Lite, the sink, the audit and the query service");
            EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(work.resolve("registry"), 0));
            try (SchemaRegistration registration = new SchemaRegistration(registry.url())) {
                registration.register(Topics.all());
            }
            EmbeddedKafka broker = resources.own(EmbeddedKafka.start(work.resolve("kafka"), 0));
            kafka = new KafkaConfig(broker.bootstrapServers(), registry.url(), false, Map.of());
            clients = new KafkaClients(kafka);
            try (var admin = clients.admin("bench")) {
                new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            }
            codec = resources.own(new AvroCodec(registry.url(), false));
            producer = resources.own(clients.producer("bench"));
            PythonEnvironment python =
                    PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_LITE, progress);
            EmbeddedMilvus milvus = resources.own(EmbeddedMilvus.lite(python, work.resolve("milvus"), 0));
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            settings.put("registry.url", registry.url());
            settings.put("milvus.uri", milvus.uri());
            settings.put("milvus.call-timeout", "2m");
            settings.put("store.folder", work.resolve("images").toString());
            settings.put("encoder.folder", encoder.toString());
            settings.put("crashes.folder", work.resolve("crashes").toString());
            settings.put("spaces.auto-activate", "false");
            settings.put("query.max-k", Integer.toString(maxK));
            settings.put("query.search-timeout", "2m");
            settings.put("query.max-wait", "10m");
            services = List.of(
                    resources.own(WorkerProcess.service("the sink", Sink.class, settings, work.resolve("sink"))),
                    resources.own(WorkerProcess.service("the audit", Audit.class, settings, work.resolve("audit"))),
                    resources.own(
                            WorkerProcess.service("the query service", Query.class, settings, work.resolve("query"))));
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Publishes the vectors of a set, each marked with its place in every split. */
    void publish(FeatureSet set, String encoderId, List<boolean[]> splits) {
        Records records = new Records(codec);
        for (int image = 0; image < set.images().size(); image++) {
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int split = 0; split < splits.size(); split++) {
                attributes.put(SPLIT + split, splits.get(split)[image] ? GALLERY : QUERY);
            }
            // What cannot be sent is missed by the audit.
            var unused =
                    producer.send(records.of(Topics.VECTORS, set.id(image), event(set, image, encoderId, attributes)));
        }
        producer.flush();
    }

    private static ImageVector event(FeatureSet set, int image, String encoderId, Map<String, String> attributes) {
        float[] features = set.features().row(image);
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return ImageVector.newBuilder()
                .setImageId(set.id(image))
                .setEncoderId(encoderId)
                .setDimensions(features.length)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes)
                .setUri("file:///pictures/" + image)
                .setSha256(Sha256.of(set.images().get(image).bytes()))
                .setSource(set.name())
                .setArrivedAt(Instant.EPOCH)
                .setEmbeddedAt(Instant.EPOCH)
                .setAttributes(attributes)
                .setWidth(1)
                .setHeight(1)
                .build();
    }

    /** Defines spaces and waits until all of their collections are verified. */
    void build(List<Space> spaces) throws InterruptedException {
        SpaceRecords records = new SpaceRecords(codec, InstantSource.system());
        for (Space space : spaces) {
            send(records.of(space));
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!areReady(spaces)) {
            for (WorkerProcess service : services) {
                if (!service.isAlive() || System.nanoTime() > deadline) {
                    throw new BenchFailure("%s did not get ready; the end of its log:%n%s"
                            .formatted(service.name(), service.logTail()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private boolean areReady(List<Space> spaces) {
        Spaces now = SpaceFeed.read(clients, codec);
        return spaces.stream().allMatch(space -> now.generation(space.id()).state() == State.READY);
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

    /** A client as an application has it. */
    SearchClient client(int inFlight) {
        return SearchClient.open(SearchClientConfig.at(kafka.bootstrapServers(), kafka.registryUrl())
                .withMaxInFlight(inFlight)
                .withDefaultTimeout(TIMEOUT));
    }

    @Override
    public void close() {
        resources.close();
    }
}
