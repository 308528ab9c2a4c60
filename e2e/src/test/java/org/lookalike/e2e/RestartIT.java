package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.cli.indexing.IndexRun;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.vectorstore.VectorStore;

/** One state folder, started twice. */
class RestartIT {
    private static final int IMAGES = 30;

    @TempDir
    private Path folder;

    @Test
    void theSecondStartFindsEverythingAgainOnTheSamePorts() throws Exception {
        Path state = folder.resolve("state");
        Path images = folder.resolve("line");
        SystemFixture.writeImages(images, 1, IMAGES);
        Map<String, String> addresses;
        Set<String> indexed;
        String space;
        try (SystemFixture first = SystemFixture.start(state)) {
            addresses = lasting(first);
            indexed = first.index(images, null, false).indexed();
            space = search(first, images).space();
        }
        assertThat(indexed).hasSize(IMAGES);

        try (SystemFixture second = SystemFixture.start(state)) {
            assertThat(lasting(second)).isEqualTo(addresses);
            try (VectorStore store = second.vectors()) {
                assertThat(store.count(second.space().collection())).isEqualTo(IMAGES);
            }
            SearchResult found = search(second, images);
            assertThat(found.space()).isEqualTo(space);
            assertThat(found.hits()).first().satisfies(hit -> {
                assertThat(hit.imageId()).isEqualTo("line/picture-000.png");
                assertThat(hit.score()).isGreaterThan(0.999f);
            });
            IndexRun.Result again = second.index(images, null, false);
            assertThat(again.unchanged()).isEqualTo(indexed);
        }
    }

    /** The port of metrics and health is any free one unless it is set. */
    private static Map<String, String> lasting(SystemFixture system) {
        Map<String, String> settings = new TreeMap<>(system.addresses().settings());
        settings.remove("operations.port");
        return settings;
    }

    private static SearchResult search(SystemFixture system, Path images) throws Exception {
        byte[] image = Files.readAllBytes(images.resolve("picture-000.png"));
        try (SearchClient client = system.searchClient()) {
            return client.search(
                            SearchQuery.byImage(image).k(3).excludeQuery(false).build())
                    .get();
        }
    }
}
