package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;

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
