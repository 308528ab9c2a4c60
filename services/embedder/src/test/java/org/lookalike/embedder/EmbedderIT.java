package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.prepare.DefaultEncoder;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.imaging.store.FolderImageStore;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.testkit.TestImages;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.testkit.log.ExpectedLogs;

/** The whole service, with the default encoder, between a real broker and a real registry. */
@ExpectedLogs({"Quarantine quarantined", "Outage outage", "Platform a defect stopped embedder.announcement"})
final class EmbedderIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String LOOP = "embedder.images.arrived";

    @TempDir
    private static Path folder;

    private static Path images;
    private static FolderImageStore store;
    private static final Health HEALTH = new Health();
    private static Path encoder;
    private static KafkaConfig kafka;
    private static KafkaClients clients;
    private static Platform platform;
    private static AvroCodec codec;
    private static Producer<byte[], byte[]> ingest;

    @BeforeAll
    static void start() {
        kafka = new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), true, Map.of());
        clients = new KafkaClients(kafka);
        try (Admin admin = clients.admin("test")) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
        }
        images = folder.resolve("pictures");
        store = new FolderImageStore(images);
        codec = new AvroCodec(TestRegistry.url(), true);
        ingest = clients.producer("ingest");
        encoder = encoder();
        platform = run(HEALTH, () -> {});
    }

    private static Platform run(Health health, Runnable onFailure, String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--encoder.folder=" + encoder,
                "--store.folder=" + images,
                "--embedder.batch.max-size=4",
                "--embedder.transaction.max-records=20"));
        flags.addAll(List.of(more));
        EmbedderConfig config =
                Settings.read(flags, Map.of(), EmbedderConfig::from).config();
        Platform started = new Platform("embedder", kafka, new SimpleMeterRegistry(), health);
        Embedder.assemble(config, started);
        started.whenFailed(onFailure);
        started.start();
        return started;
    }

    @AfterAll
    static void stop() {
        ingest.close();
        platform.close();
        codec.close();
    }

    @Test
    void everyImageBecomesOneVectorInATransaction() {
        List<String> ids = new ArrayList<>();
        for (int seed = 0; seed < 30; seed++) {
            ids.add(arrive(newId(), TestImages.jpeg(seed, 96, 64)));
        }
        // The same bytes under two ids have the same features.
        ids.add(arrive(newId(), TestImages.jpeg(0, 96, 64)));

        await().atMost(LIMIT).until(() -> vectors().keySet().containsAll(ids));

        Map<String, ImageVector> vectors = vectors();
        assertThat(ids).map(vectors::get).allSatisfy(vector -> {
            assertThat(vector.getEncoderId())
                    .isEqualTo(DefaultEncoder.description().id());
            assertThat(vector.getDimensions()).isEqualTo(1280);
            assertThat(vector.getFeatures().remaining()).isEqualTo(4 * 1280);
            assertThat(List.of(vector.getWidth(), vector.getHeight())).isEqualTo(List.of(96, 64));
        });
        assertThat(cosine(vectors.get(ids.get(0)), vectors.get(ids.get(30)))).isGreaterThan(0.9999);
        assertThat(cosine(vectors.get(ids.get(0)), vectors.get(ids.get(1)))).isLessThan(0.999);
        Log log = log(Topics.VECTORS);
        assertThat(log.records().stream().filter(record -> ids.contains(Records.text(record.key()))))
                .as("each once")
                .hasSize(ids.size());
        assertThat(log.end())
                .as("a transaction's end takes an offset")
                .isGreaterThan(log.records().size());
    }

    @Test
    void theSpaceOfTheEncodersOwnFeaturesIsAnnounced() {
        Space raw = Space.raw(
                DefaultEncoder.description().id(), DefaultEncoder.description().dimensions());

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(SpaceFeed.read(clients, codec).active()).contains(raw));
    }

    @Test
    void anEmbedderWhoseTopicIsMissingSaysSoAndWritesNothing() throws Exception {
        arrive(newId(), TestImages.jpeg(5, 96, 64));
        await().atMost(LIMIT)
                .until(() -> SpaceFeed.read(clients, codec).active().isPresent());
        List<String> announced = spaceRecords();
        long quarantined = log(Topics.IMAGES_QUARANTINED).end();
        Health health = new Health();
        try (Platform second =
                        run(health, () -> {}, "--embedder.group=second", "--embedder.vectors.topic=vectors.absent");
                Admin admin = clients.admin("test")) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(health.reasons().get("embedder.announcement"))
                            .contains("vectors.absent", "does not exist"));
            // By then the image was consumed and held back.
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(health.reasons().get(LOOP)).contains("is not announced"));
            assertThat(second.metrics().get("lookalike.records").counter().count())
                    .as("records committed")
                    .isZero();
            assertThat(admin.listConsumerGroupOffsets("second")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty();
            assertThat(admin.listTopics().names().get()).doesNotContain("vectors.absent");
        }
        assertThat(spaceRecords()).isEqualTo(announced);
        assertThat(log(Topics.IMAGES_QUARANTINED).end()).isEqualTo(quarantined);
    }

    @Test
    void anEncoderWhoseFeaturesGoToOneTopicIsNotSentToAnother() {
        Topic<ImageVector> elsewhere = Topics.vectors("vectors.elsewhere");
        try (Admin admin = clients.admin("test")) {
            new TopicAdmin(admin).create(List.of(elsewhere), Optional.of((short) 1));
        }
        await().atMost(LIMIT)
                .until(() -> SpaceFeed.read(clients, codec).active().isPresent());
        AtomicBoolean failed = new AtomicBoolean();
        try (Platform second = run(
                new Health(),
                () -> failed.set(true),
                "--embedder.group=elsewhere",
                "--embedder.vectors.topic=vectors.elsewhere")) {
            await().atMost(LIMIT).untilTrue(failed);
            assertThat(second.health().reasons()).containsKey("embedder.announcement");
        }
        assertThat(latest(elsewhere)).isEmpty();
    }

    @Test
    void noiseAndBrokenImagesAreSetAsideAndStopNothing() {
        Random random = new Random(17);
        List<String> noise = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            noise.add(send(newId(), bytes));
        }
        byte[] whole = TestImages.jpeg(1, 96, 64);
        String cut = arrive(newId(), Arrays.copyOf(whole, whole.length / 2));
        String text = arrive(newId(), "no picture at all, but a sentence".getBytes(StandardCharsets.UTF_8));
        String missing = newId();
        ImageArrived erased = stored(missing, whole);
        store.list(missing).forEach(store::delete);
        send(missing, codec.encode(Topics.IMAGES_ARRIVED, erased));
        String good = arrive(newId(), whole);

        await().atMost(LIMIT)
                .until(() -> vectors().containsKey(good)
                        && quarantined().keySet().containsAll(noise)
                        && quarantined().keySet().containsAll(List.of(cut, text, missing)));

        Map<String, ImageQuarantined> quarantined = quarantined();
        assertThat(noise)
                .allSatisfy(id -> assertThat(quarantined.get(id).getCode()).isEqualTo("MALFORMED_RECORD"));
        assertThat(quarantined.get(cut).getCode()).isEqualTo("IMAGE_TRUNCATED");
        assertThat(quarantined.get(text).getCode()).isEqualTo("IMAGE_IS_TEXT");
        assertThat(quarantined.get(missing).getCode()).isEqualTo("BYTES_MISSING");
        assertThat(vectors()).doesNotContainKeys(cut, text, missing);
    }

    @Test
    void anOutageOfTheStorePausesAndSetsNothingAside() throws Exception {
        List<ImageArrived> events = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            events.add(stored(newId(), TestImages.png(seed, 40, 40)));
        }
        List<String> ids = events.stream().map(ImageArrived::getImageId).toList();
        Path elsewhere = folder.resolve("unmounted");
        Files.move(images, elsewhere);
        try {
            events.forEach(event -> send(event.getImageId(), codec.encode(Topics.IMAGES_ARRIVED, event)));
            await().atMost(LIMIT).until(() -> HEALTH.reasons().containsKey(LOOP));
            assertThat(vectors()).doesNotContainKeys(ids.toArray(String[]::new));
        } finally {
            Files.move(elsewhere, images);
        }

        await().atMost(LIMIT).until(() -> vectors().keySet().containsAll(ids));
        assertThat(quarantined()).doesNotContainKeys(ids.toArray(String[]::new));
        await().atMost(LIMIT).until(() -> !HEALTH.reasons().containsKey(LOOP));
    }

    @Test
    void aLiveImageOvertakesABackfill() throws Exception {
        byte[] bytes = TestImages.jpeg(3, 96, 64);
        List<ProducerRecord<byte[], byte[]>> backfill = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            String id = newId();
            ProducerRecord<byte[], byte[]> event = event(id, codec.encode(Topics.IMAGES_ARRIVED, stored(id, bytes)));
            event.headers().add(Urgency.HEADER, Urgency.BACKFILL.bytes());
            backfill.add(event);
        }
        String live = newId();
        byte[] liveEvent = codec.encode(Topics.IMAGES_ARRIVED, stored(live, TestImages.jpeg(4, 96, 64)));
        Path elsewhere = folder.resolve("unmounted-for-backfill");
        Files.move(images, elsewhere);
        try {
            // The first image alone is in flight, and stays there until the store is back.
            assertThat(ingest.send(backfill.get(0))).succeedsWithin(LIMIT);
            await().atMost(LIMIT).until(() -> HEALTH.reasons().containsKey(LOOP));
            backfill.subList(1, 100)
                    .forEach(event -> assertThat(ingest.send(event)).succeedsWithin(LIMIT));
            send(live, liveEvent);
            await().atMost(LIMIT)
                    .until(() -> platform.metrics()
                                    .get("lookalike.read.ahead")
                                    .gauge()
                                    .value()
                            == 100);
        } finally {
            Files.move(elsewhere, images);
        }

        List<String> ids =
                backfill.stream().map(event -> Records.text(event.key())).toList();
        await().atMost(LIMIT).until(() -> vectors().keySet().containsAll(ids));

        List<String> order = log(Topics.VECTORS).records().stream()
                .sorted(Comparator.comparing(ConsumerRecord::timestamp))
                .map(record -> Records.text(record.key()))
                .toList();
        assertThat(order.subList(0, order.indexOf(live)).stream().filter(ids::contains))
                .as("images of the backfill before the live one")
                .containsExactly(ids.get(0));
        assertThat(order.stream().filter(live::equals)).hasSize(1);
    }

    @Test
    void aTombstoneFollowsItsImage() {
        String id = arrive(newId(), TestImages.png(1, 40, 40));
        await().atMost(LIMIT).until(() -> vectors().containsKey(id));

        send(id, null);

        await().atMost(LIMIT).until(() -> !vectors().containsKey(id));
    }

    private static Path encoder() {
        Path cache = CacheFolder.resolve();
        Path python = PythonEnvironment.provision(cache, PythonRequirements.ENCODER, sentence -> {})
                .executable("python");
        return DefaultEncoder.prepare(python, cache.resolve("weights"), folder.resolve("encoder"), sentence -> {})
                .folder();
    }

    private static String arrive(String id, byte[] bytes) {
        return send(id, codec.encode(Topics.IMAGES_ARRIVED, stored(id, bytes)));
    }

    private static ImageArrived stored(String id, byte[] bytes) {
        String sha256 = Sha256.of(bytes);
        return ImageArrived.newBuilder()
                .setImageId(id)
                .setUri(store.put(id, sha256, bytes).toString())
                .setSha256(sha256)
                .setSizeBytes(bytes.length)
                .setSource("test")
                .setArrivedAt(Instant.now())
                .setAttributes(Map.of())
                .build();
    }

    private static ProducerRecord<byte[], byte[]> event(String id, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.IMAGES_ARRIVED.name(), Records.key(id), value);
    }

    private static String send(String id, byte @Nullable [] value) {
        assertThat(ingest.send(event(id, value))).succeedsWithin(Duration.ofSeconds(30));
        return id;
    }

    private static Map<String, ImageVector> vectors() {
        return latest(Topics.VECTORS);
    }

    private static Map<String, ImageQuarantined> quarantined() {
        return latest(Topics.IMAGES_QUARANTINED);
    }

    private static <V extends SpecificRecord> Map<String, V> latest(Topic<V> topic) {
        Map<String, V> latest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : log(topic).records()) {
            String key = Records.text(record.key());
            if (record.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, codec.decode(topic, record.value()));
            }
        }
        return latest;
    }

    private static List<String> spaceRecords() {
        return log(Topics.SPACES).records().stream()
                .map(record -> record.partition() + "@" + record.offset())
                .toList();
    }

    /** @param end the sum of the partitions' ends */
    private record Log(List<ConsumerRecord<byte[], byte[]>> records, long end) {}

    /** What a reader of committed records sees of a topic. */
    private static Log log(Topic<?> topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = clients.reader("test")) {
            List<TopicPartition> partitions = reader.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                reader.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return new Log(records, ends.values().stream().mapToLong(end -> end).sum());
        }
    }

    private static double cosine(ImageVector left, ImageVector right) {
        FloatBuffer a =
                left.getFeatures().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        FloatBuffer b =
                right.getFeatures().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < 1280; i++) {
            product += (double) a.get(i) * b.get(i);
            squares += (double) a.get(i) * a.get(i);
            otherSquares += (double) b.get(i) * b.get(i);
        }
        return product / Math.sqrt(squares * otherSquares);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
