package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Whatever is done to a system behind its back is found, and mended where it can be. */
class AuditIT {
    private static final String SOURCE = "audit-line";
    private static final String REMOVED = SOURCE + "/picture-000.png";
    private static final String WITHOUT_BYTES = SOURCE + "/picture-001.png";
    private static final String INVENTED = "never published";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path pictures;

    @TempDir
    private Path state;

    @Test
    void aRowRemovedARowTooMuchAndBytesRemovedAreFoundAndMended() throws Exception {
        try (SystemFixture system = SystemFixture.start(
                state,
                "--audit.interval=200ms",
                "--standalone.refit=false",
                "--audit.objects-per-second=1000",
                "--audit.lag-interval=200ms")) {
            SystemFixture.writeImages(pictures, 17, 6);
            assertThat(system.index(pictures, SOURCE, false).indexed()).contains(REMOVED, WITHOUT_BYTES);
            CommandRunner commands = new CommandRunner(system.state());
            await().atMost(TIMEOUT)
                    .untilAsserted(() ->
                            assertThat(commands.run("audit", "--json").out()).containsPattern("\"INDEXED\" : 6\\b"));
            Space space = system.space();
            VectorStore vectors = system.vectors();
            VectorRow row = vectors.get(space.collection(), List.of(REMOVED)).get(REMOVED);

            vectors.delete(space.collection(), List.of(REMOVED));
            vectors.upsert(
                    space.collection(),
                    List.of(new VectorRow(
                            INVENTED,
                            row.vector(),
                            row.source(),
                            row.time(),
                            row.uri(),
                            row.sha256(),
                            Map.of(),
                            row.membership(),
                            new RowOrigin(0, 0))));
            removeBytes(system, WITHOUT_BYTES);

            await().atMost(TIMEOUT).untilAsserted(() -> {
                String audit = commands.run("audit").out();
                assertThat(audit)
                        .containsPattern("MISSING_ROW +" + REMOVED + ".*mended")
                        .containsPattern("EXTRA_ROW +" + INVENTED + ".*mended")
                        .containsPattern("MISSING_BYTES +" + WITHOUT_BYTES + ".*mended")
                        .contains("nothing differs")
                        .containsPattern("INDEXED +5\\b")
                        .containsPattern("QUARANTINED +1\\b");
            });
            assertThat(vectors.get(space.collection(), List.of(REMOVED, INVENTED)))
                    .containsOnlyKeys(REMOVED);
            assertThat(commands.run("audit").code()).isZero();
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(metrics(system))
                            .containsPattern(
                                    "lookalike_lag_age_seconds\\{group=\"embedder\",topic=\"images.arrived\"} 0\\.0")
                            .containsPattern("lookalike_lag_age_seconds\\{group=\"" + system.sinkGroup(space)
                                    + "\",topic=\"vectors\"} 0\\.0"));
        }
    }

    private static String metrics(SystemFixture system) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + system.addresses().get("operations.port") + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void removeBytes(SystemFixture system, String id) throws IOException {
        try (ImageStore store = ImageStores.open(system.read(ImageStoreConfig::from))) {
            for (URI uri : store.list(id)) {
                Files.delete(Path.of(uri));
            }
        }
    }
}
