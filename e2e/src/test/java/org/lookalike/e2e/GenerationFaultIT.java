package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.audit.Audit;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** The sink's process, or Milvus, killed at each stage of a generation, and started again. */
class GenerationFaultIT {
    private static final int IMAGES = 1_500;
    private static final int FEATURES = 32;
    private static final int DIMENSIONS = 8;
    private static final String ENCODER = "00112233445566aa";
    private static final Space RAW = Space.raw(ENCODER, FEATURES);
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
    private static final Random RANDOM = new Random(7);

    @TempDir
    private static Path folder;

    private static ClusterFixture cluster;
    private static AvroCodec codec;
    private static Producer<byte[], byte[]> producer;
    private static Admin admin;
    private static VectorStore store;
    private static ServiceProcess sink;
    private static ServiceProcess audit;
    private static final Set<String> PUBLISHED = new TreeSet<>();

    private enum Stage {
        BUILDING,
        BUILT,
        READY,
        DROPPED
    }

    private enum Victim {
        SINK,
        MILVUS
    }

    @BeforeAll
    static void start() {
        cluster = new ClusterFixture(folder);
        codec = new AvroCodec(cluster.kafka().registryUrl(), false);
        producer = cluster.clients().producer("test");
        admin = cluster.clients().admin("test");
        store = VectorStores.open(VectorStoreConfig.at(cluster.milvus().uri()));
        define(RAW);
        for (int number = 0; number < IMAGES; number++) {
            publish("early-%04d".formatted(number));
        }
        producer.flush();
        List<String> flags = new ArrayList<>(cluster.flags());
        flags.add("--milvus.uri=" + cluster.milvus().uri());
        flags.add("--sink.batch.max-size=50");
        flags.add("--spaces.grace=2s");
        // Slow enough to be killed in the middle.
        flags.add("--sink.build.max-rate=500");
        sink = ServiceProcess.start("sink-generations", Sink.class, flags);
        List<String> auditFlags = new ArrayList<>(cluster.flags());
        auditFlags.add("--milvus.uri=" + cluster.milvus().uri());
        auditFlags.add("--store.folder=" + folder.resolve("pictures"));
        audit = ServiceProcess.start("audit-generations", Audit.class, auditFlags);
        await().atMost(TIMEOUT).until(() -> spaces().generation(RAW.id()).state() == State.READY);
    }

    @AfterAll
    static void stop() {
        audit.close();
        sink.close();
        store.close();
        admin.close();
        producer.close();
        codec.close();
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Each stage, and each victim both while rows are written and afterwards.
        "BUILDING, SINK",
        "READY, SINK",
        "BUILT, MILVUS",
        "DROPPED, MILVUS"
    })
    void aGenerationEndsRightByItselfThoughSomethingIsKilled(Stage stage, Victim victim) {
        Space before = activated();
        Space space = fitted();
        define(space);

        await().atMost(TIMEOUT).pollInterval(POLL_INTERVAL).until(reached(stage, space, before)::getAsBoolean);
        publish("while-%s-%s-is-dead".formatted(stage, victim));
        switch (victim) {
            case SINK -> {
                sink.kill();
                sink.startAgain();
            }
            case MILVUS -> {
                cluster.milvus().kill();
                cluster.milvus().restart();
            }
        }

        await().atMost(TIMEOUT)
                .until(() -> spaces().active().filter(space::equals).isPresent());
        await().atMost(TIMEOUT).ignoreExceptions().untilAsserted(() -> {
            assertThat(ids(space)).isEqualTo(PUBLISHED);
            assertThat(ids(RAW)).isEqualTo(PUBLISHED);
            assertThat(store.count(current(space).collection())).isEqualTo(PUBLISHED.size());
            assertThat(store.collections())
                    .containsExactlyInAnyOrder(
                            current(RAW).collection(), current(space).collection());
        });
        assertThat(spaces().generation(before.id()).state()).isEqualTo(State.DROPPED);
        assertThat(sink.isAlive()).as(sink.logTail()).isTrue();
        assertThat(audit.isAlive()).as(audit.logTail()).isTrue();
    }

    private static BooleanSupplier reached(Stage stage, Space space, Space before) {
        return switch (stage) {
            case BUILDING ->
                () -> {
                    double share =
                            GenerationProgress.of(admin, current(space), "sink").share();
                    return share > 0.2 && share < 0.8;
                };
            case BUILT ->
                () -> GenerationProgress.of(admin, current(space), "sink").remaining() == 0;
            case READY -> () -> spaces().generation(space.id()).state() == State.READY;
            case DROPPED -> () -> spaces().generation(before.id()).state() == State.DROPPED;
        };
    }

    /** The space of an earlier generation, which the one that is being tested takes the place of. */
    private static Space activated() {
        Space active = spaces().active().orElseThrow();
        if (!active.isRaw()) {
            return active;
        }
        Space first = fitted();
        define(first);
        await().atMost(TIMEOUT)
                .until(() -> spaces().active().filter(first::equals).isPresent());
        return first;
    }

    private static Space fitted() {
        return Space.fitted(
                ENCODER,
                "vectors",
                LinearProjection.of(values(FEATURES), values(FEATURES * DIMENSIONS)),
                List.of(),
                null);
    }

    private static void define(Space space) {
        assertThat(producer.send(new SpaceRecords(codec, InstantSource.system()).of(space)))
                .succeedsWithin(TIMEOUT);
    }

    private static void publish(String id) {
        ByteBuffer features = ByteBuffer.allocate(FEATURES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        features.asFloatBuffer().put(values(FEATURES));
        ImageVector vector = ImageVector.newBuilder()
                .setImageId(id)
                .setEncoderId(ENCODER)
                .setDimensions(FEATURES)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(features)
                .setUri("")
                .setSha256("")
                .setSource("line-1")
                .setArrivedAt(Instant.now())
                .setEmbeddedAt(Instant.now())
                .setAttributes(Map.of())
                .setWidth(1)
                .setHeight(1)
                .build();
        PUBLISHED.add(id);
        var unused = producer.send(new Records(codec).of(Topics.VECTORS, id, vector));
    }

    /** The space in its present incarnation. */
    private static Space current(Space space) {
        return spaces().find(space.id()).orElseThrow();
    }

    private static Spaces spaces() {
        return SpaceFeed.read(cluster.clients(), codec);
    }

    private static Set<String> ids(Space space) {
        Set<String> ids = new TreeSet<>();
        try {
            store.forEachId(current(space).collection(), ids::add);
        } catch (PermanentFailure e) {
            return Set.of();
        }
        return ids;
    }

    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = RANDOM.nextFloat() - 0.5f;
        }
        return values;
    }
}
