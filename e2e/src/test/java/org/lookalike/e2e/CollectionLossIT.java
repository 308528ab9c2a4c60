package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.VectorStore;

/** The collection of a running system is dropped, and emptied, behind its back: all images come back by themselves. */
@ExpectedLogs({"it is built again from topic", "outage: collection", "outage: "})
class CollectionLossIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int IMAGES = 40;
    private static final SearchQuery QUESTION =
            SearchQuery.byImageId("line/picture-000.png").k(IMAGES).build();

    @TempDir
    private Path folder;

    @Test
    void whatWasLostIsNoticedNeverAnsweredFromInPartAndBuiltAgain() throws Exception {
        SystemFixture.writeImages(folder.resolve("line"), 9, IMAGES);
        try (SystemFixture system =
                        SystemFixture.start(folder.resolve("state"), "--query.collection-check-interval=0s");
                VectorStore store = system.vectors();
                SearchClient client = system.searchClient()) {
            assertThat(system.index(folder.resolve("line"), null, false).indexed())
                    .hasSize(IMAGES);
            Space first = awaitReady(system);

            store.drop(first.collection());
            assertThatNoAnswerIsPartialUntilAllImagesAreBack(client);
            Space second = awaitReady(system);
            assertThat(second.collection()).isNotEqualTo(first.collection());

            Set<String> ids = new HashSet<>();
            store.forEachId(second.collection(), ids::add);
            store.delete(second.collection(), ids);
            assertThatNoAnswerIsPartialUntilAllImagesAreBack(client);
            assertThat(awaitReady(system).collection()).isNotEqualTo(second.collection());
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(store.collections())
                            .filteredOn(first::isCollectionOfThis)
                            .containsExactly(awaitReady(system).collection()));
        }
    }

    private static Space awaitReady(SystemFixture system) {
        Space raw = system.space();
        await().atMost(TIMEOUT).until(() -> system.spaces().generation(raw.id()).state() == State.READY);
        return system.spaces().find(raw.id()).orElseThrow();
    }

    private static void assertThatNoAnswerIsPartialUntilAllImagesAreBack(SearchClient client) {
        List<String> refused = new ArrayList<>();
        await().atMost(TIMEOUT).until(() -> {
            try {
                SearchResult answer = client.search(QUESTION).get();
                assertThat(answer.hits()).hasSize(IMAGES - 1);
                return !refused.isEmpty();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(SearchException.class);
                refused.add(((SearchException) e.getCause()).code());
                return false;
            }
        });
        assertThat(refused).containsOnly("SPACE_NOT_READY");
    }
}
