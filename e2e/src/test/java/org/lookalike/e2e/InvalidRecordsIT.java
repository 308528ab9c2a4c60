package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.ImageVector;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.log.ExpectedLogs;

/** What strangers, defects and the wrong tool may put on the topics. */
@ExpectedLogs({"Quarantine quarantined", "DecodeProcessor"})
class InvalidRecordsIT {
    private static final int RECORDS = 200;
    private static final int MAX_LENGTH = 2_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Map<Topic<?>, String> GROUPS = Map.of(
            Topics.IMAGES_INBOX, "ingest",
            Topics.IMAGES_ARRIVED, "embedder",
            Topics.IMAGES_DELETIONS, "ingest-deletions",
            Topics.VECTORS, "sink-",
            Topics.SEARCH_REQUESTS, "query");

    @TempDir
    private Path folder;

    @Test
    void randomBytesAndMalformedRecordsStopNothing() throws Exception {
        SystemFixture system = SystemFixture.shared();
        SystemFixture.writeImages(folder, 3, 5);
        Map<String, Long> before = quarantined(system);

        publishNonsense(system);
        for (Map.Entry<Topic<?>, String> consumed : GROUPS.entrySet()) {
            try (TopicInspector watch = new TopicInspector(system.clients(), consumed.getKey())) {
                await().alias(consumed.getKey().name())
                        .atMost(TIMEOUT)
                        .until(() -> watch.isPast(group(system, consumed.getValue())));
            }
        }

        // Each is set aside by itself, with the topic that it came from.
        Map<String, Long> after = quarantined(system);
        assertThat(GROUPS.keySet())
                .extracting(Topic::name)
                .allSatisfy(topic -> assertThat(after.getOrDefault(topic, 0L) - before.getOrDefault(topic, 0L))
                        .isEqualTo(2L * RECORDS));
        assertThat(system.failed()).isFalse();
        assertThat(system.index(folder, "after-nonsense", false).indexed()).hasSize(5);
        byte[] image = Files.readAllBytes(folder.resolve("picture-000.png"));
        try (SearchClient client = system.searchClient()) {
            assertThat(client.search(SearchQuery.byImage(image)
                                    .k(1)
                                    .sources("after-nonsense")
                                    .excludeQuery(false)
                                    .timeout(TIMEOUT)
                                    .build())
                            .get()
                            .hits())
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.imageId()).isEqualTo("after-nonsense/picture-000.png"));
        }
    }

    /** Every collection of a space has a group of its own. */
    private static String group(SystemFixture system, String name) {
        return name.endsWith("-") ? system.sinkGroup(system.space()) : name;
    }

    private static void publishNonsense(SystemFixture system) {
        Random random = new Random(1);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (AvroCodec codec = new AvroCodec(system.addresses().get("registry.url"), false);
                Producer<byte[], byte[]> producer = system.clients().producer("stranger")) {
            for (Topic<?> topic : GROUPS.keySet()) {
                byte[] sound = sound(codec, topic);
                // The broker itself refuses records without a key where it compacts by key.
                boolean keyless = !(topic.cleanup() instanceof Topic.Cleanup.Compact);
                for (int number = 0; number < RECORDS; number++) {
                    // All different: of two records of one image, the older one need not be read.
                    byte[] key = keyless && number % 3 == 0 ? null : Records.key("random-" + number);
                    sent.add(producer.send(new ProducerRecord<>(topic.name(), key, random(random))));
                    byte[] malformed = number % 2 == 0 ? truncated(sound, random) : continued(sound, random);
                    key = Records.key("malformed-" + number);
                    sent.add(producer.send(new ProducerRecord<>(topic.name(), key, malformed)));
                }
            }
            assertThat(sent).allSatisfy(each -> assertThat(each).succeedsWithin(TIMEOUT));
        }
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(MAX_LENGTH)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A sound record that was cut off. */
    private static byte[] truncated(byte[] sound, Random random) {
        return Arrays.copyOf(sound, 1 + random.nextInt(sound.length - 1));
    }

    /** The schema's own id, then anything. */
    private static byte[] continued(byte[] sound, Random random) {
        byte[] bytes = random(random);
        System.arraycopy(sound, 0, bytes, 0, Math.min(5, bytes.length));
        return bytes;
    }

    private static byte[] sound(AvroCodec codec, Topic<?> topic) {
        if (topic.equals(Topics.IMAGES_ARRIVED)) {
            return codec.encode(
                    Topics.IMAGES_ARRIVED,
                    ImageArrived.newBuilder()
                            .setImageId("nonsense")
                            .setUri("file:///nowhere")
                            .setSha256("0".repeat(64))
                            .setSizeBytes(1)
                            .setSource("stranger")
                            .setArrivedAt(Instant.EPOCH)
                            .build());
        }
        if (topic.equals(Topics.VECTORS)) {
            return codec.encode(
                    Topics.VECTORS,
                    ImageVector.newBuilder()
                            .setImageId("nonsense")
                            .setEncoderId("0".repeat(16))
                            .setDimensions(2)
                            .setEncoding(FeatureEncoding.FLOAT32_LE)
                            .setFeatures(ByteBuffer.allocate(8))
                            .setUri("file:///nowhere")
                            .setSha256("0".repeat(64))
                            .setSource("stranger")
                            .setArrivedAt(Instant.EPOCH)
                            .setEmbeddedAt(Instant.EPOCH)
                            .setWidth(1)
                            .setHeight(1)
                            .build());
        }
        if (topic.equals(Topics.SEARCH_REQUESTS)) {
            return codec.encode(
                    Topics.SEARCH_REQUESTS,
                    SearchRequest.newBuilder()
                            .setRequestId("nonsense")
                            .setQuery(new ImageIdQuery("nonsense"))
                            .build());
        }
        return new byte[] {0, 0, 0, 0, 1, 2, 3, 4};
    }

    /** How many records were set aside, by the topic that they came from. */
    private static Map<String, Long> quarantined(SystemFixture system) {
        try (TopicInspector watch = new TopicInspector(system.clients(), Topics.IMAGES_QUARANTINED);
                AvroCodec codec = new AvroCodec(system.addresses().get("registry.url"), false)) {
            return watch.readRecords().stream()
                    .map(found -> codec.decode(Topics.IMAGES_QUARANTINED, found.value())
                            .getOriginTopic())
                    .filter(Objects::nonNull)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        }
    }
}
