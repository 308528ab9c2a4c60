package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.lookalike.cli.indexing.IndexRun;
import org.lookalike.embedder.Embedder;
import org.lookalike.embedder.EmbedderConfig;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.SharedData;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.VectorStore;

/** The demo's images through every service on real parts. */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
@ExpectedLogs({"Quarantine quarantined"})
class IndexingIT {
    private static final int SOUND = 1_246 + 15;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @Test
    void everySoundImageIsIndexedAndEachBrokenOneRefusedForItsOwnReason() throws InterruptedException {
        IndexRun.Result result = SystemFixture.demo();

        assertThat(result.indexed()).hasSize(SOUND);
        Map<String, String> refused = new TreeMap<>();
        result.refused().forEach((id, code) -> refused.put(id.substring("demo/broken/".length()), code));
        assertThat(refused)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bomb_60000x60000.png", "IMAGE_TOO_MANY_PIXELS",
                        "corrupt_idat.png", "IMAGE_CORRUPT",
                        "empty.jpg", "IMAGE_EMPTY",
                        "noext_garbage", "IMAGE_UNKNOWN_FORMAT",
                        "text_named.jpg", "IMAGE_IS_TEXT",
                        "truncated_half.jpg", "IMAGE_TRUNCATED",
                        "truncated_header.jpg", "IMAGE_TRUNCATED_HEADER",
                        "zeros.jpg", "IMAGE_BLANK_BYTES",
                        "zip_named.png", "IMAGE_IS_ARCHIVE"));
        assertThat(indexedDemo(SystemFixture.shared())).isEqualTo(result.indexed());
    }

    @Test
    void publishingEverythingTwiceAndReplayingItFromTheStartChangesNothing() throws InterruptedException {
        Set<String> before = SystemFixture.demo().indexed();
        SystemFixture system = SystemFixture.shared();

        IndexRun.Result again = system.index(SharedData.file("demo.zip"), null, true);
        assertThat(again.unchanged()).isEmpty();
        assertThat(again.indexed()).isEqualTo(before);
        assertThat(indexedDemo(system)).isEqualTo(before);

        int replayed = replay(system);
        assertThat(replayed).isGreaterThanOrEqualTo(SOUND);
        assertThat(indexedDemo(system)).isEqualTo(before);
    }

    @Test
    void imagesThatAreIndexedAreNotPublishedAgain() throws InterruptedException {
        IndexRun.Result first = SystemFixture.demo();

        IndexRun.Result again = SystemFixture.shared().index(SharedData.file("demo.zip"), null, false);

        assertThat(again.unchanged()).isEqualTo(first.indexed());
        assertThat(again.refused()).isEqualTo(first.refused());
    }

    /** Runs a second embedder, of another group, from the topic's beginning. @return how many vectors it published */
    private static int replay(SystemFixture system) {
        EmbedderConfig config = system.read(
                EmbedderConfig::from,
                "--embedder.group=replay",
                // What lies twice on the topic is folded where it comes in one transaction: half the encoding.
                "--embedder.transaction.max-records=3000");
        try (TopicInspector arrived = new TopicInspector(system.clients(), Topics.IMAGES_ARRIVED);
                TopicInspector vectors = new TopicInspector(system.clients(), Topics.VECTORS)) {
            int published = vectors.readAll().size();
            try (Platform platform =
                    new Platform("embedder", system.kafka(), new SimpleMeterRegistry(), new Health())) {
                Embedder.assemble(config, platform);
                platform.start();
                await().atMost(TIMEOUT).until(() -> arrived.lag("replay") == 0);
            }
            int all = vectors.readAll().size();
            await().atMost(TIMEOUT).until(() -> vectors.isPast(system.sinkGroup(system.space())));
            return all - published;
        }
    }

    /** Exactly what Milvus holds of the demo; an id that came twice would fail. */
    private static Set<String> indexedDemo(SystemFixture system) {
        Set<String> ids = new TreeSet<>();
        try (VectorStore store = system.vectors()) {
            String collection = system.space().collection();
            long[] rows = {0};
            store.forEachId(collection, id -> {
                rows[0]++;
                ids.add(id);
            });
            assertThat(ids).hasSize((int) rows[0]);
            assertThat(store.count(collection)).isEqualTo(rows[0]);
        }
        ids.removeIf(id -> !id.startsWith("demo/"));
        return ids;
    }
}
