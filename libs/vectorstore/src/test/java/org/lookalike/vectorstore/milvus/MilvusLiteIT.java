package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorStore;

final class MilvusLiteIT extends MilvusContract {
    @Override
    protected EmbeddedMilvus start(Path folder) {
        PythonEnvironment python =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_LITE, sentence -> {});
        return EmbeddedMilvus.lite(python, folder, 0);
    }

    /** After a kill in the middle of indexing, a first load has taken 65 s, far longer than any call may. */
    @Test
    void goesOnThoughTheFirstLoadTakesLongerThanTheCallsThatWaitForIt(@TempDir Path folder) {
        Duration limit = Duration.ofSeconds(2);
        try (EmbeddedMilvus server = start(folder);
                VectorStore store = MilvusVectorStore.open(
                        MilvusConfig.at(server.uri()).withTimeouts(Duration.ofSeconds(30), limit, limit))) {
            await().atMost(Duration.ofSeconds(90))
                    .ignoreException(TransientFailure.class)
                    .untilAsserted(() -> store.ensureCollection("loaded_late", 8));
            await().atMost(Duration.ofSeconds(90))
                    .ignoreException(TransientFailure.class)
                    .untilAsserted(() -> store.upsert("loaded_late", numbered(0, 20)));
            server.kill();
            server.restart();
            server.pause();
            assertThatThrownBy(() -> search(store)).isInstanceOf(TransientFailure.class);
            assertThatThrownBy(() -> store.openCollection("loaded_late")).isInstanceOf(TransientFailure.class);

            server.resume();

            await().atMost(Duration.ofSeconds(90))
                    .ignoreException(TransientFailure.class)
                    .untilAsserted(() ->
                            assertThat(search(store)).extracting(VectorHit::id).containsExactly("row-7"));
        }
    }

    private static List<VectorHit> search(VectorStore store) {
        return store.search("loaded_late", List.of(direction(7)), SearchOptions.top(1))
                .get(0);
    }
}
