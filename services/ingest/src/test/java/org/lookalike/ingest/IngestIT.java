package org.lookalike.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.imaging.store.InMemoryImageStore;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.log.ExpectedLogs;

/** The whole service against a real broker. */
@ExpectedLogs({"Quarantine quarantined", "Outage", "Javalin Failed to start", "ForeignRecordMover moved"})
final class IngestIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REGISTRY = "mock://" + UUID.randomUUID();

    @TempDir
    static Path brokerFolder;

    private static EmbeddedKafka broker;
    private static KafkaConfig kafka;

    @TempDir
    Path watched;

    private final HttpClient http = HttpClient.newHttpClient();
    private final InMemoryImageStore store = new InMemoryImageStore();
    private final Health health = new Health();
    private Platform platform;
    private Ingest ingest;
    private AvroCodec codec;
    private Producer<byte[], byte[]> camera;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(brokerFolder, 0);
        kafka = new KafkaConfig(broker.bootstrapServers(), REGISTRY, true, Map.of());
        try (Admin admin = new KafkaClients(kafka).admin("test")) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        IngestConfig config = Settings.read(
                        List.of(
                                "--ingest.http.port=0",
                                "--ingest.watch.folders=" + sourceOf(watched) + "=" + watched,
                                "--ingest.watch.interval=50ms",
                                "--ingest.watch.settle-time=100ms"),
                        Map.of(),
                        IngestConfig::from)
                .config();
        codec = new AvroCodec(REGISTRY, true);
        camera = new KafkaClients(kafka).producer("camera");
        platform = new Platform("ingest", kafka, new SimpleMeterRegistry(), health);
        ingest = Ingest.assemble(config, platform, store);
        platform.start();
    }

    @AfterEach
    void stop() {
        camera.close();
        platform.close();
        codec.close();
    }

    @Test
    void publishesAnUploadBeforeItAnswers() throws Exception {
        String id = newId();

        int status = send(HttpRequest.newBuilder(uploads("/images?id=" + id))
                .POST(HttpRequest.BodyPublishers.ofByteArray(TestUploads.png(1)))
                .build());

        assertThat(status).isEqualTo(202);
        ImageArrived event = arrived().get(id);
        assertThat(store.get(URI.create(event.getUri()), 4096)).isEqualTo(TestUploads.png(1));
    }

    @Test
    void deletesByHttp() throws Exception {
        String id = newId();
        send(HttpRequest.newBuilder(uploads("/images?id=" + id))
                .POST(HttpRequest.BodyPublishers.ofByteArray(TestUploads.png(1)))
                .build());
        int status =
                send(HttpRequest.newBuilder(uploads("/images/" + id)).DELETE().build());

        assertThat(status).isEqualTo(202);
        assertThat(arrived()).doesNotContainKey(id);
    }

    /** As librdkafka does by default, which partitions by CRC32. */
    @Test
    void deletesForAProducerWithAnotherPartitioner() throws Exception {
        String requested = newIdOnForeignPartition();
        String buried = newIdOnForeignPartition();
        for (String id : List.of(requested, buried)) {
            send(HttpRequest.newBuilder(uploads("/images?id=" + id))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(TestUploads.png(1)))
                    .build());
            assertThat(arrivedOnOwnPartition(id)).isTrue();
        }

        camera.send(crc32(Topics.IMAGES_DELETIONS, requested)).get();
        camera.send(crc32(Topics.IMAGES_ARRIVED, buried)).get();

        await().atMost(LIMIT).until(() -> !arrivedOnOwnPartition(requested) && !arrivedOnOwnPartition(buried));
    }

    private static ProducerRecord<byte[], byte[]> crc32(Topic<?> topic, String id) {
        return new ProducerRecord<>(topic.name(), crc32Partition(id), Records.key(id), null);
    }

    private static int crc32Partition(String id) {
        CRC32 crc = new CRC32();
        crc.update(Records.key(id));
        return (int) (crc.getValue() % Topics.IMAGES_ARRIVED.partitions());
    }

    private static int ownPartition(String id) {
        return new KeyPartitions(Topics.IMAGES_ARRIVED::partitions).of(Records.key(id));
    }

    private static String newIdOnForeignPartition() {
        return Stream.generate(IngestIT::newId)
                .filter(id -> crc32Partition(id) != ownPartition(id))
                .findFirst()
                .orElseThrow();
    }

    private boolean arrivedOnOwnPartition(String id) {
        return latest(Topics.IMAGES_ARRIVED, List.of(ownPartition(id))).containsKey(id);
    }

    @Test
    void takesGoodImagesFromTheInboxAndSetsBadOnesAsideAlone() throws Exception {
        String good = newId();
        String bad = newId();
        String dated = newId();
        publish(bad, TestUploads.text(), Map.of());
        publish(dated, TestUploads.png(1), Map.of("captured-at", "soon"));
        publish(good, TestUploads.png(2), Map.of("source", "line 7"));

        await().atMost(LIMIT)
                .until(() -> arrived().containsKey(good) && quarantined().containsKey(dated));

        assertThat(arrived().get(good).getSource()).isEqualTo("line 7");
        assertThat(arrived()).doesNotContainKeys(bad, dated);
        assertThat(quarantined().get(bad).getCode()).isEqualTo("IMAGE_IS_TEXT");
        assertThat(quarantined().get(dated).getCode()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void randomBytesOnTheInboxStopNothing() throws Exception {
        Random random = new Random(17);
        List<String> noise = new ArrayList<>();
        for (int record = 0; record < 30; record++) {
            byte[] bytes = new byte[random.nextInt(3000)];
            random.nextBytes(bytes);
            noise.add(newId());
            publish(noise.get(record), bytes, Map.of());
        }
        String good = newId();
        publish(good, TestUploads.png(1), Map.of());

        await().atMost(LIMIT)
                .until(() ->
                        arrived().containsKey(good) && quarantined().keySet().containsAll(noise));
        assertThat(arrived()).doesNotContainKeys(noise.toArray(String[]::new));
    }

    @Test
    void anOutageOfTheStoreHoldsTheInboxBackAndLosesNothing() throws Exception {
        store.setDown(true);
        List<String> ids = new ArrayList<>();
        for (int image = 0; image < 10; image++) {
            ids.add(newId());
            publish(ids.get(image), TestUploads.png(image), Map.of());
        }
        await().atMost(LIMIT).until(() -> health.reasons().containsKey("ingest.images.inbox"));

        store.setDown(false);

        await().atMost(LIMIT).until(() -> arrived().keySet().containsAll(ids));
        assertThat(quarantined()).doesNotContainKeys(ids.toArray(String[]::new));
        assertThat(health.reasons()).doesNotContainKey("ingest.images.inbox");
    }

    @Test
    void takesFilesThatAppearInAWatchedFolder() throws Exception {
        Files.write(watched.resolve("a.png"), TestUploads.png(1));
        Files.write(watched.resolve("b.png"), TestUploads.random());
        String source = sourceOf(watched);

        await().atMost(LIMIT)
                .until(() -> arrived().containsKey(source + "/a.png")
                        && quarantined().containsKey(source + "/b.png"));
        assertThat(quarantined().get(source + "/b.png").getCode()).isEqualTo("IMAGE_UNKNOWN_FORMAT");
    }

    @Test
    void endsWithinSeconds() {
        long started = System.nanoTime();

        platform.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
    }

    private URI uploads(String path) {
        return URI.create(ingest.address().join() + path);
    }

    private int send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private void publish(String key, byte[] value, Map<String, String> headers) throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.IMAGES_INBOX.name(), 0, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        camera.send(record).get();
    }

    private Map<String, ImageArrived> arrived() {
        return latest(Topics.IMAGES_ARRIVED);
    }

    private Map<String, ImageQuarantined> quarantined() {
        return latest(Topics.IMAGES_QUARANTINED);
    }

    /** The newest value of each key, tombstones left out, as any reader sees it now. */
    private <V extends org.apache.avro.specific.SpecificRecord> Map<String, V> latest(Topic<V> topic) {
        return latest(topic, IntStream.range(0, topic.partitions()).boxed().toList());
    }

    private <V extends org.apache.avro.specific.SpecificRecord> Map<String, V> latest(
            Topic<V> topic, List<Integer> numbers) {
        Map<String, V> latest = new LinkedHashMap<>();
        try (Consumer<byte[], byte[]> reader = new KafkaClients(kafka).reader("test")) {
            List<TopicPartition> partitions = numbers.stream()
                    .map(number -> new TopicPartition(topic.name(), number))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    if (record.value() == null) {
                        latest.remove(key);
                    } else {
                        latest.put(key, codec.decode(topic, record.value()));
                    }
                }
            }
        }
        return latest;
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static String sourceOf(Path folder) {
        return folder.getFileName().toString();
    }
}
