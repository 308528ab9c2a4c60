package org.lookalike.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.query.SearchTraffic.Answered;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestMilvus;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/** Searches run on while spaces are built, activated, rolled back and dropped; on the real broker, registry and Milvus. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SpaceSwitchIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PER_SECOND = 30;
    private static final int CALM_ANSWERS = 200;
    /** After each event, so that what it may do wrong has time to show. */
    private static final int ANSWERS_AFTER_EVENT = 40;

    @TempDir
    private Path folder;

    private final PixelEncoder encoder = new PixelEncoder();
    private final Space raw = Space.raw(encoder.id(), encoder.dimensions());
    /** New ones at each run: other tests of this JVM may have used the same topic. */
    private final Space first = TestSpaces.fitted(encoder, System.nanoTime());

    private final Space second = TestSpaces.fitted(encoder, System.nanoTime());
    private Platform platform;
    private SpaceRecords records;
    private Producer<byte[], byte[]> producer;
    private ImageStore images;
    private VectorStore store;
    private SearchTraffic load;

    @BeforeEach
    void start() throws Exception {
        KafkaConfig kafka = new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), false, Map.of());
        platform = new Platform("query", kafka, new SimpleMeterRegistry(), new Health());
        try (Admin admin = platform.clients().admin("topics");
                SchemaRegistration schemas = new SchemaRegistration(TestRegistry.url())) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            schemas.register(Topics.all());
        }
        QueryConfig config = Settings.read(
                        List.of(
                                "--store.folder=" + folder.resolve("images"),
                                "--milvus.uri=" + TestMilvus.lite().uri()),
                        Map.of(),
                        QueryConfig::from)
                .config();
        records = new SpaceRecords(platform.codec(), InstantSource.system());
        producer = platform.producer();
        images = ImageStores.open(config.store());
        store = VectorStores.open(config.vectorStore());
        build(raw);
        activate(raw);
        Query.assemble(config, platform, List.of(encoder), images, store);
        platform.start();
        load = new SearchTraffic(platform, encoder, raw, PER_SECOND);
    }

    @AfterEach
    void stop() throws InterruptedException {
        load.stop();
        platform.close();
        store.close();
        images.close();
    }

    @Test
    void failsNoRequestAndMixesNoSpacesWhileSpacesComeAndGo() {
        awaitAnswersFrom(raw);
        // The first searches are slow: connections, classes, caches. What piled up behind them is not what is measured.
        await().atMost(TIMEOUT).until(() -> load.waiting() <= PER_SECOND / 4);
        load.take();
        await().atMost(TIMEOUT).until(() -> load.answers().size() >= CALM_ANSWERS);
        List<Answered> calm = load.take();

        build(first);
        awaitSomeMore();
        activate(first);
        awaitAnswersFrom(first);
        build(second);
        awaitSomeMore();
        activate(second);
        awaitAnswersFrom(second);
        // A rollback, and forward again.
        activate(first);
        awaitAnswersFrom(first);
        activate(second);
        awaitAnswersFrom(second);
        publish(records.of(Generation.dropped(first.id(), "superseded", Instant.now())));
        awaitSomeMore();
        store.drop(first.collection());
        awaitSomeMore();
        load.stopAsking();
        await().atMost(TIMEOUT).until(() -> load.waiting() == 0);
        List<Answered> eventful = load.take();

        assertThat(calm).allSatisfy(answered -> assertWhole(answered, List.of(raw)));
        assertThat(eventful).allSatisfy(answered -> assertWhole(answered, List.of(raw, first, second)));
        assertThat(eventful)
                .extracting(answered -> answered.reply().getSpace())
                .contains(raw.id(), first.id(), second.id());
        System.out.printf(
                "searches at %d/s: p99 %.1f ms of %d before, %.1f ms of %d while spaces came and went%n",
                PER_SECOND, p99(calm), calm.size(), p99(eventful), eventful.size());
    }

    /** Hits, the wanted image at its full score first, all of the collection of the space that the reply names. */
    private static void assertWhole(Answered answered, List<Space> possible) {
        assertThat(answered.reply().getError()).isNull();
        Space space = possible.stream()
                .filter(each -> each.id().equals(answered.reply().getSpace()))
                .findFirst()
                .orElseThrow();
        if (answered.space() != null) {
            assertThat(space.id()).isEqualTo(answered.space());
        }
        assertThat(answered.reply().getHits())
                .hasSize(SearchTraffic.HITS)
                .allSatisfy(hit -> assertThat(hit.getUri()).isEqualTo(space.id() + "/" + hit.getImageId()));
        assertThat(answered.reply().getHits().get(0).getImageId()).isEqualTo(answered.image());
        assertThat(answered.reply().getHits().get(0).getScore()).isBetween(0.999f, 1.001f);
    }

    private void build(Space space) {
        publish(records.of(space));
        store.ensureCollection(space.collection(), space.dimensions());
        List<VectorRow> rows = new ArrayList<>();
        for (int i = 0; i < SearchTraffic.IMAGES; i++) {
            byte[] image = SearchTraffic.image(i);
            Placement placement = space.place(encoder.features(image));
            rows.add(new VectorRow(
                    "p" + i,
                    placement.vector(),
                    "s",
                    Instant.EPOCH,
                    space.id() + "/p" + i,
                    Sha256.of(image),
                    Map.of(),
                    new Membership(placement.cluster(), placement.clusterDistance())));
        }
        store.upsert(space.collection(), rows);
        publish(records.of(Generation.ready(space.id(), rows.size(), Instant.now())));
    }

    private void activate(Space space) {
        publish(records.of(new Activation(space.id(), "test", "", Instant.now())));
    }

    private void publish(ProducerRecord<byte[], byte[]> record) {
        assertThat(producer.send(record)).succeedsWithin(TIMEOUT);
    }

    /** Waits until a request that named no space, and that was sent from now on, was answered from this one. */
    private void awaitAnswersFrom(Space space) {
        Instant now = Instant.now();
        await().atMost(TIMEOUT)
                .until(() -> load.answers().stream()
                        .anyMatch(answered -> answered.space() == null
                                && answered.sent().isAfter(now)
                                && answered.reply().getSpace().equals(space.id())));
        awaitSomeMore();
    }

    private void awaitSomeMore() {
        int before = load.answers().size();
        await().atMost(TIMEOUT).until(() -> load.answers().size() >= before + ANSWERS_AFTER_EVENT);
    }

    private static double p99(List<Answered> answered) {
        double[] sorted =
                answered.stream().mapToDouble(Answered::milliseconds).sorted().toArray();
        return sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    }
}
