package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.spaces.map.ImageMapFeed;

/** One image is forgotten by its tombstone, and no other. */
class DeletionIT {
    private static final String SOURCE = "deletion-line";
    private static final String DELETED = SOURCE + "/picture-000.png";
    private static final String KEPT = SOURCE + "/picture-001.png";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void aDeletedImageIsGoneFromSearchStoreAndTopics() throws Exception {
        SystemFixture system = SystemFixture.shared();
        SystemFixture.writeImages(folder, 4, 6);
        assertThat(system.index(folder, SOURCE, false).indexed()).contains(DELETED, KEPT);
        CommandRunner commands = new CommandRunner(system.state());
        try (SearchClient client = system.searchClient();
                ImageStore store = ImageStores.open(system.read(ImageStoreConfig::from))) {
            assertThat(neighboursOfKept(client).hits())
                    .extracting(SearchResult.Hit::imageId)
                    .contains(DELETED);
            assertThat(store.list(DELETED)).isNotEmpty();

            assertThat(commands.run("labels", "set", DELETED, "--as=scratch").code())
                    .isZero();
            assertThat(commands.run("where", DELETED).out()).contains("\nalso         label, labels-0@");
            CommandRunner.Ended unasked = commands.run("delete", "--source", SOURCE, "--from", "2000-01-01T00:00:00Z");
            assertThat(unasked.code()).isNotZero();
            assertThat(unasked.err()).contains("6 pictures would be deleted");
            assertThat(commands.run("delete", "--source", SOURCE, "--attribute", "station=7", "--yes")
                            .out())
                    .contains("no picture satisfies this");

            assertThat(commands.run("delete", DELETED, "--source", SOURCE, "--yes")
                            .code())
                    .isZero();

            await().atMost(TIMEOUT).untilAsserted(() -> {
                assertThat(neighboursOfKept(client).hits())
                        .hasSize(4)
                        .extracting(SearchResult.Hit::imageId)
                        .doesNotContain(DELETED);
                assertThat(store.list(DELETED)).isEmpty();
            });
            assertThatThrownBy(
                            () -> client.search(SearchQuery.byImageId(DELETED).build())
                                    .get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            SearchException.class,
                            refused -> assertThat(refused.code()).isEqualTo("UNKNOWN_IMAGE"));
            assertThat(newest(system, Topics.IMAGES_ARRIVED)).get().satisfies(DeletionIT::isTombstone);
            assertThat(newest(system, Topics.VECTORS)).get().satisfies(DeletionIT::isTombstone);
            assertThat(store.list(KEPT)).isNotEmpty();
        }
        // What is left are the records that compaction has not removed yet.
        assertThat(commands.run("where", DELETED).out())
                .contains(
                        "deleted ",
                        "\nleft         older record, images.arrived-",
                        "\nleft         older record, vectors-")
                .contains(", until ")
                .doesNotContain("stored ", "indexed ", "label", "bytes");
        assertThat(commands.run("delete", "deletion-line/never", "--yes").code())
                .isZero();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                commands.run("where", "deletion-line/never").out())
                        .contains("deleted ", "\nnothing left in image store, topics, collections"));
        assertThat(commands.run("where", KEPT).out()).contains("\nstored ", "\nembedded ", "\nindexed ");
    }

    @Test
    void everyWayOfDeletingReachesLabelsAndMap() throws Exception {
        SystemFixture system = SystemFixture.shared();
        SystemFixture.writeImages(folder, 5, 4);
        String source = "deletion-ways";
        List<String> ids =
                system.index(folder, source, false).indexed().stream().sorted().toList();
        String byHttp = ids.get(0);
        String byRequest = ids.get(1);
        String byTombstone = ids.get(2);
        String kept = ids.get(3);
        CommandRunner commands = new CommandRunner(system.state());
        List<String> label = new ArrayList<>(List.of("labels", "set", "--as=scratch"));
        label.addAll(ids);
        assertThat(commands.run(label.toArray(String[]::new)).code()).isZero();
        try (AvroCodec codec = new AvroCodec(system.kafka().registryUrl(), false);
                Producer<byte[], byte[]> producer = system.clients().producer("deletion-test");
                ImageStore store = ImageStores.open(system.read(ImageStoreConfig::from))) {
            RecordSender sender = new RecordSender(producer);
            sender.send(ids.stream()
                    .map(id -> ImageMapFeed.record(codec, id, new ImageMap.Place("deletion", 1, 2), Instant.now()))
                    .toList());
            assertThat(commands.run("where", byHttp).out())
                    .contains("also         label", "also         place on the map");

            assertThat(deleteOverHttp(system, byHttp)).isEqualTo(202);
            sender.send(new ProducerRecord<>(Topics.IMAGES_DELETIONS.name(), 0, Records.key(byRequest), null));
            sender.send(Records.tombstone(Topics.IMAGES_ARRIVED, byTombstone));

            for (String id : List.of(byHttp, byRequest, byTombstone)) {
                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(
                                        commands.run("where", id).out())
                                .contains("deleted ", "left         older record, images.arrived-")
                                .doesNotContain(
                                        "stored ", "embedded ", "indexed ", "label", "map", "example", "bytes"));
                assertThat(store.list(id)).isEmpty();
            }
        }
        assertThat(commands.run("where", kept).out()).contains("\nstored ", "label, labels-", "place on the map, map-");
    }

    private static int deleteOverHttp(SystemFixture system, String imageId) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + system.addresses().get("ingest.http.port") + "/images/" + imageId);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).DELETE().build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static SearchResult neighboursOfKept(SearchClient client) throws Exception {
        return client.search(SearchQuery.byImageId(KEPT).sources(SOURCE).k(10).build())
                .get();
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> newest(SystemFixture system, Topic<?> topic) {
        try (TopicInspector watch = new TopicInspector(system.clients(), topic)) {
            return watch.readRecords().stream()
                    .filter(found -> DELETED.equals(Records.text(found.key())))
                    .reduce((before, after) -> after);
        }
    }

    private static void isTombstone(ConsumerRecord<byte[], byte[]> newest) {
        assertThat(newest.value()).isNull();
    }
}
