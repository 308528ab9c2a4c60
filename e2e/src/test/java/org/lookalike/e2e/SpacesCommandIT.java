package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.admin.spaces.TestSpaceHistory;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.events.Alert;
import org.lookalike.events.ClusterEvent;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.events.RefitReport;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/** The commands about spaces, on a broker and a registry without any service: what they read was written by the test. */
class SpacesCommandIT {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Space RAW = TestSpaceHistory.raw();
    private static final Space FITTED = TestSpaceHistory.fitted(
            0, TestSpaceHistory.cluster("right", 1, 0, 30), TestSpaceHistory.cluster("up", 0, 1, 10));
    private static final Space BUILDING = TestSpaceHistory.fitted(0.5f);
    private static final Space SPARE = TestSpaceHistory.fitted(0.25f);
    private static final String REJECTED = "ffffffffffff";

    private static final OwnedResources RESOURCES = new OwnedResources();

    @TempDir
    private static Path folder;

    private static CommandRunner commands;
    private static KafkaClients clients;
    private static AvroCodec codec;

    @BeforeAll
    static void publish() throws Exception {
        EmbeddedKafka broker = RESOURCES.own(EmbeddedKafka.start(folder.resolve("kafka"), 0));
        EmbeddedRegistry registry = RESOURCES.own(EmbeddedRegistry.start(folder.resolve("registry"), 0));
        Files.writeString(
                folder.resolve("running.properties"),
                "kafka.bootstrap-servers=%s%nregistry.url=%s%n".formatted(broker.bootstrapServers(), registry.url()));
        commands = new CommandRunner(folder);
        clients = new KafkaClients(new KafkaConfig(broker.bootstrapServers(), registry.url(), false, Map.of()));
        codec = RESOURCES.own(new AvroCodec(registry.url(), false));
        try (var admin = clients.admin("test");
                SchemaRegistration schemas = new SchemaRegistration(registry.url())) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            schemas.register(Topics.all());
        }
        try (Producer<byte[], byte[]> producer = clients.producer("test")) {
            SpaceRecords records = new SpaceRecords(codec, InstantSource.fixed(TestSpaceHistory.DEFINED));
            for (Space space : List.of(RAW, FITTED, BUILDING, SPARE)) {
                producer.send(records.of(space)).get();
            }
            producer.send(records.of(Generation.ready(RAW.id(), 3, NOW))).get();
            producer.send(records.of(Generation.ready(FITTED.id(), 3, NOW))).get();
            producer.send(records.of(TestSpaceHistory.failed(SPARE))).get();
            send(producer, Topics.REFITS, FITTED.id(), report(FITTED.id(), true, "explains more"));
            send(producer, Topics.REFITS, REJECTED, report(REJECTED, false, "explains 0.9000, as 0.8990 before"));
            send(producer, Topics.CLUSTERS, "up", clusterEvent("up", "SPLIT", "right"));
            send(producer, Topics.ALERTS, "camera-1", alert("DRIFT", "camera-1 drifts", 20));
            send(producer, Topics.ALERTS, "strange.jpg", alert("NOVEL", "strange.jpg is like nothing", 10));
            vectors(producer);
        }
    }

    @AfterAll
    static void stop() {
        RESOURCES.close();
    }

    @Test
    void listShowsEverySpaceWithItsStateAndTheProgressOfItsGroup() throws Exception {
        Ended table = commands.run("spaces");
        JsonNode json = json(commands.run("spaces", "list", "--json"));

        assertThat(table.code()).isZero();
        assertThat(table.out().lines()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(table.out()).contains(RAW.id(), FITTED.id(), BUILDING.id(), "BUILDING", "READY", "9 of 10");
        JsonNode building = find(json, BUILDING.id());
        assertThat(building.get("state").asText()).isEqualTo("BUILDING");
        assertThat(building.get("stateSince").asText()).isEqualTo(TestSpaceHistory.DEFINED.toString());
        assertThat(building.get("progress").get("done").asLong()).isZero();
        assertThat(building.get("progress").get("left").asLong()).isPositive();
        assertThat(find(json, SPARE.id()).get("missing").get(0).asText()).isEqualTo("lost");
        assertThat(json.findValuesAsText("active")).containsOnlyOnce("true");
    }

    @Test
    void showTellsDefinitionRefitAndGeneration() throws Exception {
        Ended text = commands.run("spaces", "show", FITTED.id());
        JsonNode json = json(commands.run("spaces", "show", FITTED.id(), "--json"));

        assertThat(text.out())
                .contains(
                        "encoder " + TestSpaceHistory.ENCODER,
                        "images_" + FITTED.id(),
                        "proposed: explains more",
                        "0.9500 explained, 0.9000 before",
                        "READY");
        assertThat(json.get("refit").get("overlapAt10").asDouble()).isEqualTo(0.75);
        assertThat(json.get("space").get("clusters").asInt()).isEqualTo(2);
    }

    @Test
    void showKnowsACandidateThatWasRejected() {
        Ended ended = commands.run("spaces", "show", REJECTED);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("rejected by the gate", "explains 0.9000, as 0.8990 before");
    }

    @Test
    void refitsAreOneLineEachTheLastOnes() throws Exception {
        Ended table = commands.run("spaces", "refits");

        assertThat(table.out()).contains("proposed", "rejected", REJECTED, "0.9500", "64");
        assertThat(json(commands.run("spaces", "refits", "-n", "1", "--json"))).hasSize(1);
    }

    @Test
    void activateGoesForwardAndBackAndDropRefusesWhatAnswers() {
        Ended forward = commands.run("spaces", "activate", FITTED.id(), "--reason=better");

        assertThat(forward.code()).isZero();
        assertThat(spaces().active()).contains(FITTED);
        assertThat(spaces().activation()).get().satisfies(activation -> {
            assertThat(activation.by()).isEqualTo(System.getProperty("user.name"));
            assertThat(activation.reason()).isEqualTo("better");
        });
        assertThat(commands.run("spaces", "activate", FITTED.id()).out()).contains("already");
        Ended refused = commands.run("spaces", "drop", FITTED.id());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("is the active one").doesNotContain("\tat ");

        assertThat(commands.run("spaces", "activate", RAW.id()).code()).isZero();
        assertThat(spaces().active()).contains(RAW);
    }

    @Test
    void activateRefusesWhatCannotAnswer() {
        List<Ended> refused = List.of(
                commands.run("spaces", "activate", "nobody"),
                commands.run("spaces", "activate", BUILDING.id()),
                commands.run("spaces", "activate", SPARE.id()));

        assertThat(refused).extracting(Ended::code).containsOnly(1);
        assertThat(refused.get(0).err()).contains("there is no space nobody");
        assertThat(refused.get(1).err()).contains("still being built");
        assertThat(refused.get(2).err()).contains("9 of 10 pictures");
    }

    @Test
    void dropGivesASpaceUpOnce() throws Exception {
        Space doomed = TestSpaceHistory.fitted(0.125f);
        try (Producer<byte[], byte[]> producer = clients.producer("test")) {
            producer.send(new SpaceRecords(codec, InstantSource.system()).of(doomed))
                    .get();
        }

        Ended first = commands.run("spaces", "drop", doomed.id(), "--reason=a mistake");
        Ended second = commands.run("spaces", "drop", doomed.id());

        assertThat(first.code()).isZero();
        assertThat(second.out()).contains("already");
        assertThat(spaces().alive()).doesNotContain(doomed);
        assertThat(spaces().generation(doomed.id()).reason()).contains("a mistake");
        assertThat(commands.run("spaces", "activate", doomed.id()).err()).contains("was dropped at");
    }

    @Test
    void clustersTellSizeShareAndChange() throws Exception {
        Ended table = commands.run("clusters", "--space=" + FITTED.id());
        JsonNode json = json(commands.run("clusters", "--space=" + FITTED.id(), "--json"));

        assertThat(table.out()).contains("right", "75.0 %", "split from right", "up-1, up-2");
        assertThat(json.findValuesAsText("id")).containsExactly("right", "up");
        assertThat(commands.run("clusters", "--space=nobody").err()).contains("there is no space nobody");
    }

    @Test
    void alertsComeInTheOrderOfTheirTimeAndByKind() throws Exception {
        Ended all = commands.run("alerts");
        Ended novel = commands.run("alerts", "--kind=novel", "--json");

        assertThat(all.out().lines()).hasSize(2).first().asString().contains("strange.jpg");
        assertThat(json(novel).get("imageId").asText()).isEqualTo("picture");
        assertThat(commands.run("alerts", "--since=1970-01-01T00:00:15Z").out()).containsOnlyOnce("1970-");
        assertThat(commands.run("alerts", "--since=never").err()).contains("'never'");
    }

    @Test
    void alertsMayBeFollowedUntilInterrupted() throws Exception {
        Thread follower = new Thread(() -> commands.run("alerts", "--follow"), "follower");
        follower.start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> follower.getState() == Thread.State.RUNNABLE
                        || follower.getState() == Thread.State.TIMED_WAITING);

        follower.interrupt();

        await().atMost(Duration.ofSeconds(30)).until(() -> !follower.isAlive());
        assertThat(follower.isAlive()).isFalse();
    }

    @Test
    void vectorsAreExportedAsTheTopicHoldsThem() throws Exception {
        Path csv = folder.resolve("vectors.csv");
        Ended ended = commands.run("export", "vectors", "--output=" + csv, "--space=" + FITTED.id());

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("1 picture of space " + FITTED.id());
        assertThat(ended.err()).contains("1 of another encoder left out", "1 that cannot be placed left out");
        assertThat(csv).content().satisfies(text -> {
            assertThat(text.lines()).hasSize(2);
            assertThat(text).contains("new.jpg,store:new.jpg,line-1,,", "{\"\"part\"\":\"\"gear\"\"}", "[1.0,0.0]");
            assertThat(text).contains(",right,0.0,").doesNotContain("deleted.jpg", "old-uri");
        });
    }

    @Test
    void vectorsMayBeExportedAsFeaturesToParquet() throws Exception {
        Path parquet = folder.resolve("vectors.parquet");
        Ended ended = commands.run(
                "export", "vectors", "--output=" + parquet, "--space=" + RAW.id(), "--features", "--format=parquet");

        assertThat(ended.code()).isZero();
        try (var duck = java.sql.DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement();
                var rows = statement.executeQuery(
                        "SELECT image_id, features, cluster, attributes['part'] FROM '%s' ORDER BY image_id"
                                .formatted(parquet))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("mean.jpg");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("new.jpg");
            assertThat(rows.getString(2)).isEqualTo("[3.0, 1.0, 5.0]");
            assertThat(rows.getString(3)).isNull();
            assertThat(rows.getString(4)).isEqualTo("gear");
        }
    }

    @Test
    void clustersAreExportedWithTheirCentres() {
        Path csv = folder.resolve("clusters.csv");
        Ended ended = commands.run("export", "clusters", "--output=" + csv, "--space=" + FITTED.id());

        assertThat(ended.code()).isZero();
        assertThat(csv).content().contains("right,%s,,30,0.25,".formatted(FITTED.id()), "\"[1.0,0.0]\"");
    }

    @Test
    void anExportWithoutAKnownEndingIsRefused() {
        Ended ended = commands.run("export", "clusters", "--output=" + folder.resolve("x.txt"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("--format");
    }

    @Test
    void anotherEncodersTopicIsCreatedAndChecked() {
        Ended missing = commands.run("topics", "--vectors-topic=vectors.second");
        Ended created = commands.run("topics", "--create", "--replication=1", "--vectors-topic=vectors.second");
        Ended wrong = commands.run("topics", "--vectors-topic=pictures");

        assertThat(missing.err()).contains("topic vectors.second does not exist");
        assertThat(created.code()).isZero();
        assertThat(created.out()).contains("vectors.second");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("'pictures'");
    }

    private static void vectors(Producer<byte[], byte[]> producer) throws Exception {
        send(producer, Topics.VECTORS, "new.jpg", vector("new.jpg", "old-uri", TestSpaceHistory.ENCODER, 9, 9, 9));
        send(producer, Topics.VECTORS, "deleted.jpg", vector("deleted.jpg", "x", TestSpaceHistory.ENCODER, 2, 2, 2));
        send(
                producer,
                Topics.VECTORS,
                "new.jpg",
                vector("new.jpg", "store:new.jpg", TestSpaceHistory.ENCODER, 3, 1, 5));
        // Exactly the mean where the projection looks: it has no direction in the fitted space.
        send(
                producer,
                Topics.VECTORS,
                "mean.jpg",
                vector("mean.jpg", "store:mean.jpg", TestSpaceHistory.ENCODER, 1, 1, 9));
        send(producer, Topics.VECTORS, "up.jpg", vector("up.jpg", "store:up.jpg", "fedcba9876543210", 1, 1, 1));
        producer.send(Records.tombstone(Topics.VECTORS, "deleted.jpg")).get();
    }

    private static ImageVector vector(String id, String uri, String encoder, float... features) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * features.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float feature : features) {
            bytes.putFloat(feature);
        }
        bytes.flip();
        return ImageVector.newBuilder()
                .setImageId(id)
                .setEncoderId(encoder)
                .setDimensions(features.length)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes)
                .setUri(uri)
                .setSha256("0".repeat(64))
                .setSource("line-1")
                .setArrivedAt(NOW)
                .setEmbeddedAt(NOW)
                .setAttributes(Map.of("part", "gear"))
                .setWidth(64)
                .setHeight(48)
                .build();
    }

    private static RefitReport report(String spaceId, boolean proposed, String reason) {
        return RefitReport.newBuilder()
                .setSpaceId(spaceId)
                .setEncoderId(TestSpaceHistory.ENCODER)
                .setAt(NOW)
                .setProposed(proposed)
                .setReason(reason)
                .setWindowStart(NOW.minusSeconds(3_600))
                .setWindowEnd(NOW)
                .setWindowPictures(50)
                .setSampleSize(40)
                .setDimensions(2)
                .setClusters(2)
                .setExplainedVariance(0.95)
                .setPreviousSpaceId(RAW.id())
                .setPreviousExplainedVariance(0.9)
                .setOverlapAt10(0.75)
                .setFitMillis(1_500)
                .setFitBytes(64L << 20)
                .build();
    }

    private static ClusterEvent clusterEvent(String clusterId, String kind, String... related) {
        return ClusterEvent.newBuilder()
                .setSpaceId(FITTED.id())
                .setPreviousSpaceId(RAW.id())
                .setAt(NOW)
                .setKind(kind)
                .setClusterId(clusterId)
                .setRelated(List.of(related))
                .setShared(5)
                .setSize(10)
                .build();
    }

    private static Alert alert(String kind, String message, long second) {
        return Alert.newBuilder()
                .setKind(kind)
                .setAt(Instant.ofEpochSecond(second))
                .setSpaceId(FITTED.id())
                .setImageId("picture")
                .setValue(0.5)
                .setThreshold(0.25)
                .setMessage(message)
                .build();
    }

    private static <V extends SpecificRecord> void send(
            Producer<byte[], byte[]> producer, Topic<V> topic, String key, V value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), Records.key(key), codec.encode(topic, value)))
                .get();
    }

    private static Spaces spaces() {
        return SpaceFeed.read(clients, codec);
    }

    private static JsonNode json(Ended ended) throws Exception {
        assertThat(ended.err()).doesNotContain("lookalike:");
        return new ObjectMapper().readTree(ended.out());
    }

    private static JsonNode find(JsonNode spaces, String id) {
        for (JsonNode space : spaces) {
            if (space.get("id").asText().equals(id)) {
                return space;
            }
        }
        throw new AssertionError("no space " + id + " in " + spaces);
    }
}
