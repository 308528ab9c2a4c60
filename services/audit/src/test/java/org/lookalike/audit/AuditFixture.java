package org.lookalike.audit;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.audit.ledger.ArrivedState;
import org.lookalike.audit.ledger.ImageLedger;
import org.lookalike.audit.ledger.ImageState;
import org.lookalike.audit.ledger.LedgerProcessor;
import org.lookalike.audit.ledger.LedgerProcessor.LedgerTask;
import org.lookalike.audit.task.AuditTask;
import org.lookalike.audit.task.CollectionSlice;
import org.lookalike.audit.task.Repair;
import org.lookalike.audit.task.StageProgress;
import org.lookalike.events.AuditedCollection;
import org.lookalike.events.AuditedDifference;
import org.lookalike.events.AuditedState;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.events.PartitionAudit;
import org.lookalike.events.Stage;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.RowOrigin;

/** The topology in the test driver, with topics of one partition and one raw space that is ready. */
final class AuditFixture implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String ENCODER = "0123456789abcdef";
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    final Space space = Space.raw(ENCODER, 2);
    final List<Repair> repairs = new ArrayList<>();
    private final Spaces spaces = Spaces.none().with(space).with(Generation.ready(space.id(), 0, START));
    private final AvroCodec codec = new AvroCodec("mock://audit-" + UUID.randomUUID(), true);
    private final Retrier retrier = new Retrier(RetryPolicy.fixed(Duration.ofMillis(1)), RetryListener.NONE);
    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> topics = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private Instant now = START;
    private long passes;
    private @Nullable ImageLedger ledger;
    private @Nullable AuditTask task;
    private @Nullable PartitionAudit report;

    AuditFixture() {
        this(ledger -> List.of(), count -> {});
    }

    /**
     * With more that works on the ledger.
     *
     * @param partitions told how many partitions there are
     */
    AuditFixture(Function<ImageLedger, List<LedgerTask>> more, IntConsumer partitions) {
        InstantSource clock = this::now;
        AuditTopology topology = new AuditTopology(
                codec,
                retrier,
                INTERVAL,
                kept -> {
                    ledger = kept;
                    List<LedgerTask> tasks = new ArrayList<>(more.apply(kept));
                    AuditTask made = new AuditTask(kept, new Outbox(), INTERVAL, clock);
                    task = made;
                    tasks.add(made);
                    return tasks;
                },
                partitions);
        Map<String, Integer> counts = new HashMap<>();
        List<String> read = AuditTopology.topics();
        read.forEach(topic -> counts.put(topic, 1));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "audit-" + UUID.randomUUID());
        driver = new TopologyTestDriver(topology.build(counts), properties, START);
        read.forEach(topic -> {
            topics.put(
                    topic,
                    driver.createInputTopic(
                            topic, new ByteArraySerializer(), new ByteArraySerializer(), START, Duration.ZERO));
            ends.put(topic, 0L);
        });
    }

    private final class Outbox implements AuditTask.Outbox {
        @Override
        public boolean repair(Repair repair) {
            return repairs.add(repair);
        }

        @Override
        public void report(PartitionAudit audit) {
            report = audit;
        }

        @Override
        public boolean check(String imageId, ArrivedState arrived, Consumer<Boolean> stored) {
            return false;
        }

        @Override
        public void remove(AuditTask ended) {}
    }

    /** @param version tells the events of an image apart */
    long arrived(String id, int version) {
        return arrived(id, version, "file:///" + id + "/" + version);
    }

    /** @param uri where the bytes lie */
    long arrived(String id, int version, String uri) {
        return publish(
                Topics.IMAGES_ARRIVED,
                id,
                ImageArrived.newBuilder()
                        .setImageId(id)
                        .setUri(uri)
                        .setSha256(sha(version))
                        .setSizeBytes(1)
                        .setSource("line")
                        .setArrivedAt(START.plusMillis(version))
                        .build());
    }

    /** The vector of an event. */
    long vector(String id, int version) {
        return publish(Topics.VECTORS, id, vectorOf(id, version));
    }

    private static ImageVector vectorOf(String id, int version) {
        return ImageVector.newBuilder()
                .setImageId(id)
                .setEncoderId(ENCODER)
                .setDimensions(2)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(ByteBuffer.allocate(8))
                .setUri("file:///" + id + "/" + version)
                .setSha256(sha(version))
                .setSource("line")
                .setArrivedAt(START.plusMillis(version))
                .setEmbeddedAt(START)
                .setWidth(1)
                .setHeight(1)
                .build();
    }

    /** A vector that the audit published again. */
    void vectorAgain(String id, int version, long from) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                LedgerProcessor.REPUBLISHED_FROM,
                ByteBuffer.allocate(Long.BYTES).putLong(from).array());
        send(
                Topics.VECTORS,
                new TestRecord<>(
                        Records.key(id), codec.encode(Topics.VECTORS, vectorOf(id, version)), headers, (Long) null));
    }

    void refused(String id, Topic<?> topic, long offset) {
        publish(
                Topics.IMAGES_QUARANTINED,
                id,
                ImageQuarantined.newBuilder()
                        .setImageId(id)
                        .setStage(Stage.EMBED)
                        .setCode("IMAGE_TRUNCATED")
                        .setReason("for the test")
                        .setQuarantinedAt(START)
                        .setOriginTopic(topic.name())
                        .setOriginPartition(0)
                        .setOriginOffset(offset)
                        .build());
    }

    /** An upload whose bytes were stored, and that was refused. */
    void refusedUpload(String id, String uri) {
        publish(
                Topics.IMAGES_QUARANTINED,
                id,
                ImageQuarantined.newBuilder()
                        .setImageId(id)
                        .setStage(Stage.INGEST)
                        .setCode("IMAGE_TRUNCATED")
                        .setReason("for the test")
                        .setUri(uri)
                        .setQuarantinedAt(START)
                        .build());
    }

    void tombstone(Topic<?> topic, String id) {
        send(topic, new TestRecord<>(Records.key(id), null));
    }

    private <V extends SpecificRecord> long publish(Topic<V> topic, String id, V value) {
        return send(topic, new TestRecord<>(Records.key(id), codec.encode(topic, value)));
    }

    private long send(Topic<?> topic, TestRecord<byte[], byte[]> record) {
        topics.get(topic.name()).pipeInput(record);
        return ends.merge(topic.name(), 1L, Long::sum) - 1;
    }

    /** One call of the task, with the groups as far as these offsets and the ledger at the ends. */
    void step(long embedder, long sink) {
        Map<TopicPartition, Long> all = ends();
        task().observe(new StageProgress(
                spaces,
                Map.of(new TopicPartition(Topics.IMAGES_ARRIVED.name(), 0), embedder),
                Map.of(space.collection(), Map.of(new TopicPartition(Topics.VECTORS.name(), 0), sink)),
                all,
                all));
        advance();
    }

    /** Compares the whole collection with the ledger, which has read everything. */
    void compare(Map<String, Long> rows, long sink) {
        long end = ends.get(Topics.VECTORS.name());
        compare(rows, sink, end, Long.MAX_VALUE);
    }

    /** Compares the whole collection with the ledger, at whose partition's end more is to be read or not. */
    void compare(Map<String, Long> rows, long sink, long ledger, long end) {
        Map<String, RowOrigin> origins = new HashMap<>();
        rows.forEach((id, offset) -> origins.put(id, new RowOrigin(0, offset)));
        compare(new CollectionSlice(space, BucketRange.ALL, origins, sink, ledger, end, ++passes));
    }

    /** Compares the whole collection once more, out of turn. */
    void compareAgain(Map<String, Long> rows, long sink) {
        Map<String, RowOrigin> origins = new HashMap<>();
        rows.forEach((id, offset) -> origins.put(id, new RowOrigin(0, offset)));
        long end = ends.get(Topics.VECTORS.name());
        compare(new CollectionSlice(space, BucketRange.ALL, origins, sink, end, Long.MAX_VALUE, CollectionSlice.AGAIN));
    }

    /** Compares a part of the collection, which holds no rows. */
    void compare(BucketRange buckets, long sink, long pass) {
        long end = ends.get(Topics.VECTORS.name());
        compare(new CollectionSlice(space, buckets, Map.of(), sink, end, Long.MAX_VALUE, pass));
    }

    private void compare(CollectionSlice slice) {
        AuditTask comparing = task();
        comparing.later(() -> comparing.compare(slice));
        advance();
    }

    Instant now() {
        return now;
    }

    /** Where the topics end; the ledger has read them up to there. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> all = new HashMap<>();
        ends.forEach((topic, end) -> all.put(new TopicPartition(topic, 0), end));
        return all;
    }

    /** One call of each task. */
    void advance() {
        now = now.plus(INTERVAL.multipliedBy(2));
        driver.advanceWallClockTime(INTERVAL.multipliedBy(2));
    }

    /** The bytes of a deleted image are gone. */
    void erased(String id) {
        ImageState state = requireNonNull(ledger).get(id);
        requireNonNull(ledger).put(id, state.erased(state.doomed()));
    }

    void wait(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Whether the ledger holds a state of the image. */
    boolean isKnown(String id) {
        return !requireNonNull(ledger).get(id).equals(ImageState.NONE);
    }

    private AuditTask task() {
        if (task == null) {
            throw new IllegalStateException("the topology has made no task");
        }
        return task;
    }

    /** The states that images are in, as of the last pass. */
    Map<String, Long> states() {
        Map<String, Long> states = new HashMap<>();
        for (AuditedState state : report().getStates()) {
            if (state.getPictures() > 0) {
                states.put(state.getState(), state.getPictures());
            }
        }
        return states;
    }

    List<String> open() {
        return report().getDifferences().stream()
                .filter(AuditedDifference::getOpen)
                .map(each -> each.getKind() + " " + each.getImageId())
                .toList();
    }

    long comparedTo() {
        return verdict().getComparedTo();
    }

    /** What is said of the collection. */
    AuditedCollection verdict() {
        return report().getCollections().get(0);
    }

    private PartitionAudit report() {
        if (report == null) {
            throw new IllegalStateException("no pass has ended");
        }
        return report;
    }

    private static String sha(int version) {
        return "%064x".formatted(version);
    }

    @Override
    public void close() {
        driver.close();
        retrier.close();
        codec.close();
    }
}
