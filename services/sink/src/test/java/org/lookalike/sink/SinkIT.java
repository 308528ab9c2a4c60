package org.lookalike.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestMilvus;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/** The whole service between a real broker, a real registry and Milvus Lite. */
@ExpectedLogs({"Outage outage", "Quarantine quarantined", "LeaderElection cannot"})
final class SinkIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(50);
    private static final int DIMENSIONS = 16;
    private static final Space SPACE = Space.raw(TestVectorEvents.ENCODER, DIMENSIONS);
    private static final Space OTHER_SPACE = Space.raw("ffeeddccbbaa9988", DIMENSIONS);

    private static KafkaConfig kafka;
    private static KafkaClients clients;
    private static AvroCodec codec;
    private static Producer<byte[], byte[]> embedder;

    private final Random random = new Random(17);
    private final Health health = new Health();
    private String group;
    private Platform platform;
    private VectorStore rows;

    @BeforeAll
    static void connect() {
        kafka = new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), true, Map.of());
        clients = new KafkaClients(kafka);
        try (Admin admin = clients.admin("test")) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
        }
        codec = new AvroCodec(TestRegistry.url(), true);
        embedder = clients.producer("embedder");
        SpaceRecords spaces = new SpaceRecords(codec, InstantSource.system());
        for (Space space : List.of(SPACE, OTHER_SPACE)) {
            assertThat(embedder.send(spaces.of(space))).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @AfterAll
    static void disconnect() {
        embedder.close();
        codec.close();
    }

    @BeforeEach
    void start() {
        group = "sink-" + UUID.randomUUID();
        SinkConfig config = config();
        rows = VectorStores.open(config.vectorStore());
        platform = run(config, health);
    }

    @AfterEach
    void stop() {
        platform.close();
        rows.close();
    }

    @Test
    void vectorsBecomeRowsAndATombstoneTakesThemOut() {
        String id = newId();
        float[] features = features();
        published(id, features, SPACE);
        published(id, features, OTHER_SPACE);
        String stays = newId();
        published(stays, features(), SPACE);
        await().atMost(TIMEOUT)
                .until(() -> stored(SPACE, id, stays).size() == 2
                        && stored(OTHER_SPACE, id).size() == 1);

        VectorRow row = stored(SPACE, id).get(id);
        assertThat(row.source()).isEqualTo("line 7");
        assertThat(row.time()).isEqualTo(TestVectorEvents.CAPTURED);
        assertThat(row.attributes()).isEqualTo(Map.of("station", "7"));
        assertThat(cosine(row.vector(), features)).isGreaterThan(0.9999);
        send(id, null);

        await().atMost(TIMEOUT)
                .until(() ->
                        stored(SPACE, id).isEmpty() && stored(OTHER_SPACE, id).isEmpty());
        assertThat(stored(SPACE, stays)).containsOnlyKeys(stays);
    }

    @Test
    void aReplayFromTheBeginningChangesNothing() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(newId());
            published(ids.get(i), features(), SPACE);
        }
        float[] newest = features();
        published(ids.get(0), newest, SPACE);
        send(ids.get(1), null);
        await().atMost(TIMEOUT).until(() -> lag(current(SPACE).group(group)) == 0);
        Map<String, VectorRow> before = stored(SPACE, ids.toArray(String[]::new));
        long count = rows.count(current(SPACE).collection());

        group = "replay-" + UUID.randomUUID();
        try (Platform replay = run(config(), new Health())) {
            await().atMost(TIMEOUT).until(() -> lag(current(SPACE).group(group)) == 0);
            await().atMost(TIMEOUT).until(() -> replay.health().reasons().isEmpty());
        }

        assertThat(before).hasSize(49);
        assertThat(cosine(before.get(ids.get(0)).vector(), newest)).isGreaterThan(0.9999);
        assertThat(stored(SPACE, ids.toArray(String[]::new))).isEqualTo(before);
        assertThat(rows.count(current(SPACE).collection())).isEqualTo(count);
    }

    @Test
    void nothingIsLostWhileMilvusIsKilledAndComesBack() {
        List<String> ids = new ArrayList<>();
        publish(20, ids);
        await().atMost(TIMEOUT)
                .until(() -> stored(SPACE, ids.toArray(String[]::new)).size() == 20);

        TestMilvus.lite().kill();
        try {
            publish(40, ids);
            await().atMost(TIMEOUT).until(() -> health.reasons().containsKey(loop()));
        } finally {
            TestMilvus.lite().restart();
        }

        await().atMost(TIMEOUT).until(() -> lag(current(SPACE).group(group)) == 0);
        assertThat(stored(SPACE, ids.toArray(String[]::new))).hasSize(60);
        assertThat(quarantined()).doesNotContainKeys(ids.toArray(String[]::new));
        await().atMost(TIMEOUT).until(() -> health.reasons().isEmpty());
    }

    @Test
    void noiseAndUselessVectorsAreSetAsideAndStopNothing() {
        List<String> noise = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            noise.add(newId());
            send(noise.get(i), bytes);
        }
        String first = newId();
        published(first, features(), SPACE);
        await().atMost(TIMEOUT).until(() -> stored(SPACE, first).size() == 1);
        String zeros = newId();
        published(zeros, new float[DIMENSIONS], SPACE);
        String liar = newId();
        published(liar, new float[] {1, 2, 3}, SPACE);
        String unsoundKey = "line\nbreak " + newId();
        send(unsoundKey, null);
        String good = newId();
        published(good, features(), SPACE);

        await().atMost(TIMEOUT)
                .until(() ->
                        stored(SPACE, good).size() == 1 && lag(current(SPACE).group(group)) == 0);
        Map<String, String> codes = quarantined();
        assertThat(noise).allSatisfy(id -> assertThat(codes).containsEntry(id, "MALFORMED_RECORD"));
        assertThat(List.of(zeros, liar, unsoundKey))
                .allSatisfy(id -> assertThat(codes).containsEntry(id, "INVALID_FIELD"));
        assertThat(stored(SPACE, zeros, liar)).isEmpty();
    }

    private SinkConfig config() {
        return Settings.read(
                        List.of(
                                "--sink.group=" + group,
                                "--sink.batch.max-size=16",
                                "--milvus.uri=" + TestMilvus.lite().uri()),
                        Map.of(),
                        SinkConfig::from)
                .config();
    }

    private static Platform run(SinkConfig config, Health health) {
        Platform started = new Platform("sink", kafka, new SimpleMeterRegistry(), health);
        Sink.assemble(config, started);
        started.start();
        return started;
    }

    private void publish(int count, List<String> ids) {
        for (int i = 0; i < count; i++) {
            ids.add(newId());
            published(ids.get(ids.size() - 1), features(), SPACE);
        }
    }

    private static void published(String id, float[] features, Space space) {
        send(
                id,
                codec.encode(
                        Topics.VECTORS,
                        TestVectorEvents.vector(id, features)
                                .setEncoderId(space.encoderId())
                                .build()));
    }

    private static void send(String key, byte @Nullable [] value) {
        assertThat(embedder.send(new ProducerRecord<>(Topics.VECTORS.name(), Records.key(key), value)))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    private float[] features() {
        float[] features = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            features[i] = random.nextFloat() - 0.5f;
        }
        return features;
    }

    /** The space in its present incarnation. */
    private static Space current(Space space) {
        return SpaceFeed.read(clients, codec).find(space.id()).orElseThrow();
    }

    private static String loop() {
        return "sink.vectors.%s.%s".formatted(SPACE.id(), current(SPACE).incarnation());
    }

    /** The rows with these ids; none while the collection does not exist. */
    private Map<String, VectorRow> stored(Space space, String... ids) {
        try {
            return rows.get(current(space).collection(), Set.of(ids));
        } catch (PermanentFailure e) {
            return Map.of();
        }
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < left.length; i++) {
            product += (double) left[i] * right[i];
            squares += (double) left[i] * left[i];
            otherSquares += (double) right[i] * right[i];
        }
        return product / Math.sqrt(squares * otherSquares);
    }

    /** How many records the group has not committed yet. */
    private static long lag(String group) throws Exception {
        embedder.flush();
        try (Admin admin = clients.admin("test");
                Consumer<byte[], byte[]> reader = clients.reader("test")) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return reader.endOffsets(partitions(reader, Topics.VECTORS.name())).entrySet().stream()
                    .mapToLong(end -> {
                        OffsetAndMetadata known = committed.get(end.getKey());
                        return end.getValue() - (known == null ? 0 : known.offset());
                    })
                    .sum();
        }
    }

    /** The codes of what was set aside, by image id. */
    private static Map<String, String> quarantined() {
        Map<String, String> codes = new HashMap<>();
        try (Consumer<byte[], byte[]> reader = clients.reader("test")) {
            Collection<TopicPartition> partitions = partitions(reader, Topics.IMAGES_QUARANTINED.name());
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
                    ImageQuarantined refused = codec.decode(Topics.IMAGES_QUARANTINED, record.value());
                    codes.put(refused.getImageId(), refused.getCode());
                }
            }
        }
        return codes;
    }

    private static Set<TopicPartition> partitions(Consumer<byte[], byte[]> reader, String topic) {
        return reader.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
