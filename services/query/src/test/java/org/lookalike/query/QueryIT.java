package org.lookalike.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.ImageEncoder;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.prepare.DefaultEncoder;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.testkit.TestImages;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestMilvus;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/** The service as an operator configures it, with the real broker, registry, encoder, image store and Milvus. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class QueryIT {
    private static final int IMAGES = 12;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static Platform platform;
    private static QueryConfig config;
    private static Space space;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path python = PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.ENCODER, sentence -> {})
                .executable("python");
        Path encoderFolder = folder.resolve("encoder");
        DefaultEncoder.prepare(python, CacheFolder.resolve().resolve("weights"), encoderFolder, sentence -> {});
        config = Settings.read(
                        List.of(
                                "--encoder.folder=" + encoderFolder,
                                "--store.folder=" + folder.resolve("images"),
                                "--milvus.uri=" + TestMilvus.lite().uri(),
                                "--milvus.call-timeout=2s",
                                "--query.search-timeout=2s",
                                "--query.reply-timeout=2s",
                                "--query.reply-topics=search.replies, answers.*"),
                        Map.of(),
                        QueryConfig::from)
                .config();
        index(encoderFolder);
        KafkaConfig kafka = new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), false, Map.of());
        platform = new Platform("query", kafka, new SimpleMeterRegistry(), new Health());
        try (Admin admin = platform.clients().admin("topics");
                SchemaRegistration schemas = new SchemaRegistration(TestRegistry.url())) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            schemas.register(Topics.all());
        }
        announce();
        Query.assemble(config, platform);
        platform.start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void findsTheIndexedImageInAnotherFormat() {
        byte[] jpeg = TestImages.jpeg(5, 256, 256);
        SearchReply reply = ask(new PictureQuery(ByteBuffer.wrap(jpeg)), 3);
        assertThat(reply.getHits()).hasSize(3);
        assertThat(reply.getHits().get(0).getImageId()).isEqualTo("p5");
        assertThat(reply.getHits().get(0).getScore()).isBetween(0.8f, 1f);
        assertThat(reply.getSpace()).isEqualTo(space.id());
        assertThat(reply.getTimings().getEncodeMs()).isPositive();
        assertThat(reply.getTimings().getSearchMs()).isPositive();
    }

    @Test
    void leavesTheQueryImageOutWhicheverWayItIsNamed() {
        URI uri;
        try (ImageStore images = ImageStores.open(config.store())) {
            uri = images.put("p5", Sha256.of(image(5)), image(5));
        }
        for (Object query : List.of(
                new PictureQuery(ByteBuffer.wrap(image(5))), new UriQuery(uri.toString()), new ImageIdQuery("p5"))) {
            assertThat(ask(query, IMAGES).getHits())
                    .extracting(SearchHit::getImageId)
                    .hasSize(IMAGES - 1)
                    .doesNotContain("p5");
        }
    }

    @Test
    void answersThroughAnOutageOfMilvusAndRecoversByItself() {
        TestMilvus.lite().kill();
        SearchReply down = ask(new ImageIdQuery("p1"), 1);
        assertThat(down.getError().getCode()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(platform.health().ready()).isFalse();
        TestMilvus.lite().restart();
        await().atMost(TIMEOUT).until(() -> platform.health().ready());
        assertThat(ask(new ImageIdQuery("p1"), 1).getHits()).hasSize(1);
    }

    @Test
    @ExpectedLogs("outage: ")
    void aReplyTopicThatIsGoneLosesItsOwnRepliesAndHoldsBackNeitherOthersNorCommits() throws Exception {
        String topic = "answers." + UUID.randomUUID();
        try (Admin admin = platform.clients().admin("test")) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            Counter answers = platform.metrics().find("lookalike.records").counter();
            double before = answers.count();
            send(
                    UUID.randomUUID().toString(),
                    request("known", new ImageIdQuery("p1"), 1).setReplyTopic(topic));
            await().atMost(TIMEOUT).until(() -> answers.count() == before + 1);
            admin.deleteTopics(List.of(topic)).all().get();

            send("lost", request("lost", new ImageIdQuery("p1"), 1).setReplyTopic(topic));
            assertThat(ask(new ImageIdQuery("p1"), 1).getHits()).hasSize(1);
            await().atMost(TIMEOUT).until(() -> lost() == 1);
            await().atMost(TIMEOUT).until(() -> uncommitted(admin) == 0);
        }
        assertThat(platform.health().ready()).isTrue();
    }

    private static double lost() {
        return platform.metrics().counter("lookalike.replies.lost").count();
    }

    /** Requests that the service has not committed yet. */
    private static long uncommitted(Admin admin) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(config.group())
                .partitionsToOffsetAndMetadata()
                .get();
        long open = 0;
        try (Consumer<byte[], byte[]> consumer = platform.clients().reader("test")) {
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(committed.keySet()).entrySet()) {
                open += end.getValue() - committed.get(end.getKey()).offset();
            }
        }
        return open;
    }

    private static SearchRequest.Builder request(String id, Object query, int k) {
        return SearchRequest.newBuilder()
                .setRequestId(id)
                .setQuery(query)
                .setK(k)
                .setDeadline(Instant.now().plus(TIMEOUT));
    }

    private static void send(String id, SearchRequest.Builder request) {
        try (var producer = platform.clients().producer("test")) {
            assertThat(producer.send(new Records(platform.codec()).of(Topics.SEARCH_REQUESTS, id, request.build())))
                    .succeedsWithin(TIMEOUT);
        }
    }

    private static void announce() {
        SpaceRecords records = new SpaceRecords(platform.codec(), InstantSource.system());
        try (var producer = platform.clients().producer("test")) {
            // Another test of this JVM may have made its own space the active one.
            List.of(
                            records.of(space),
                            records.of(Generation.ready(space.id(), IMAGES, Instant.now())),
                            records.of(new Activation(space.id(), "test", "", Instant.now())))
                    .forEach(record -> assertThat(producer.send(record)).succeedsWithin(TIMEOUT));
        }
    }

    private static byte[] image(int number) {
        return TestImages.png(number, 256, 256);
    }

    private static void index(Path encoderFolder) {
        try (Encoder encoder = OnnxEncoder.open(encoderFolder, OnnxOptions.cpu());
                VectorStore store = VectorStores.open(config.vectorStore())) {
            ImageEncoder images = new ImageEncoder(encoder, new ImageDecoder(DecodeLimits.defaults()));
            space = Space.raw(encoder.id(), encoder.dimensions());
            store.ensureCollection(space.collection(), space.dimensions());
            List<VectorRow> rows = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                byte[] image = image(i);
                rows.add(new VectorRow(
                        "p" + i, images.encode(image), "s", Instant.EPOCH, "", Sha256.of(image), Map.of()));
            }
            store.upsert(space.collection(), rows);
        }
    }

    private static SearchReply ask(Object query, int k) {
        String id = UUID.randomUUID().toString();
        SearchRequest request = request(id, query, k).build();
        try (Consumer<byte[], byte[]> consumer = platform.clients().reader("test");
                var producer = platform.clients().producer("test")) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SEARCH_REPLIES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            assertThat(producer.send(new Records(platform.codec()).of(Topics.SEARCH_REQUESTS, id, request)))
                    .succeedsWithin(TIMEOUT);
            Instant end = Instant.now().plus(TIMEOUT);
            while (Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (id.equals(Records.text(record.key()))) {
                        return platform.codec().decode(Topics.SEARCH_REPLIES, record.value());
                    }
                }
            }
        }
        throw new AssertionError("no answer to " + id);
    }
}
