package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.milvus.shaded.io.grpc.Status;
import io.milvus.v2.client.MilvusClientV2;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.VectorStoreContract;

/** The contract on a real server, and what has to hold when the server is killed under the store. */
// The SDK logs refusals that the store expects and handles.
@ExpectedLogs({"RpcUtils Create collection", "RpcUtils Create index", "RpcUtils Query collection"})
abstract class MilvusContract extends VectorStoreContract {
    private static final String COLLECTION = "faults";
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** A collection that is not opened before the kill. */
    private static final String UNOPENED = "unopened";

    private static final int WRITERS = 8;
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    private EmbeddedMilvus server;
    private VectorStore store;

    /** Starts the server over this folder's data. */
    protected abstract EmbeddedMilvus start(Path folder);

    @BeforeAll
    void startServer(@TempDir Path folder) {
        server = start(folder);
        store = open(Duration.ofSeconds(10));
    }

    @AfterAll
    void stopServer() {
        store.close();
        server.close();
    }

    @Override
    protected VectorStore store() {
        return store;
    }

    @Override
    protected VectorStore openAnother() {
        return open(CALL_TIMEOUT);
    }

    @Test
    void acknowledgedRowsSurviveAKillAndTheSameStoreWorksAgain() throws Exception {
        store.ensureCollection(COLLECTION, 8);
        List<String> acknowledged = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            List<VectorRow> rows = numbered(batch * 100, 100);
            store.upsert(COLLECTION, rows);
            rows.forEach(row -> acknowledged.add(row.id()));
        }
        store.delete(COLLECTION, List.of("row-3"));
        acknowledged.remove("row-3");
        store.createCollection(UNOPENED, 8);
        store.upsert(UNOPENED, numbered(0, 50));

        server.kill();
        assertEveryCallFailsInTime();
        server.restart();
        // Writes come first, since a restarted server may open each collection at its first request.
        for (VectorRow row : writeConcurrently(1_000, COLLECTION, UNOPENED)) {
            acknowledged.add(row.id());
        }

        await().atMost(RECOVERY)
                .ignoreException(TransientFailure.class)
                .untilAsserted(() -> assertThat(store.count(COLLECTION)).isEqualTo(acknowledged.size()));
        List<String> found = new ArrayList<>();
        store.forEachId(COLLECTION, found::add);
        assertThat(found).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(store.search(COLLECTION, List.of(direction(7)), SearchOptions.top(1))
                        .get(0))
                .extracting(VectorHit::id)
                .containsExactly("row-7");
        store.upsert(COLLECTION, numbered(2_000, 10));
        assertThat(store.count(COLLECTION)).isEqualTo(acknowledged.size() + 10L);
        store.delete(UNOPENED, List.of("row-7"));
        store.ensureCollection(UNOPENED, 8);
        assertThat(store.count(UNOPENED)).isEqualTo(49 + WRITERS * 10L);
    }

    @Test
    void aCallersShortTimeoutMakesNobodyReconnect() {
        MilvusConfig defaults = MilvusConfig.at(server.uri());
        MilvusConfig config = defaults.withTimeouts(CONNECT_TIMEOUT, defaults.callTimeout(), defaults.schemaTimeout());
        Duration whole = config.callTimeout();
        try (MilvusConnection connection = new MilvusConnection(config)) {
            Object first = client(connection);
            failLate(connection, whole.minusMillis(1), 4);
            assertThat(client(connection)).isSameAs(first);

            failLate(connection, whole.minusMillis(1), 5);
            Object second = client(connection);
            assertThat(second).as("after five without an answer in between").isNotSameAs(first);

            failLate(connection, whole, 1);
            assertThat(client(connection)).as("after the whole time").isNotSameAs(second);
        }
    }

    private static void failLate(MilvusConnection connection, Duration timeout, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> connection.call("fail late", timeout, MilvusContract::late))
                    .isInstanceOf(TransientFailure.class);
        }
    }

    private static Object client(MilvusConnection connection) {
        return connection.call("get the client", CONNECT_TIMEOUT, client -> client);
    }

    private static Object late(MilvusClientV2 client) {
        throw Status.DEADLINE_EXCEEDED.asRuntimeException();
    }

    /** Has threads write ten rows each into all the collections, as soon as the server accepts them. */
    private List<VectorRow> writeConcurrently(int from, String... collections) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<List<VectorRow>>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> numbered(from + writer * 10, 10))
                    .<Callable<List<VectorRow>>>map(rows -> () -> {
                        for (String collection : collections) {
                            await().atMost(RECOVERY)
                                    .ignoreException(TransientFailure.class)
                                    .untilAsserted(() -> store.upsert(collection, rows));
                        }
                        return rows;
                    })
                    .toList();
            List<VectorRow> written = new ArrayList<>();
            for (Future<List<VectorRow>> writer : threads.invokeAll(writers)) {
                written.addAll(writer.get());
            }
            return written;
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertEveryCallFailsInTime() {
        try (VectorStore hurried = open(CALL_TIMEOUT)) {
            List<Consumer<VectorStore>> calls = List.of(
                    VectorStore::check,
                    each -> each.ensureCollection(COLLECTION, 8),
                    each -> each.upsert(COLLECTION, numbered(0, 1)),
                    each -> each.search(COLLECTION, List.of(direction(1)), SearchOptions.top(1)));
            assertThat(calls).allSatisfy(call -> assertFailsWithin(hurried, call, CALL_TIMEOUT));
        }
        assertFailsWithin(
                store,
                each -> each.search(
                        COLLECTION, List.of(direction(1)), SearchOptions.top(1).withTimeout(Duration.ofMillis(500))),
                Duration.ofMillis(500));
        assertFailsWithin(store, each -> each.upsert(COLLECTION, numbered(0, 1)), Duration.ofSeconds(10));
    }

    private static void assertFailsWithin(VectorStore store, Consumer<VectorStore> call, Duration limit) {
        Instant start = Instant.now();
        assertThatThrownBy(() -> call.accept(store)).isInstanceOf(TransientFailure.class);
        assertThat(Duration.between(start, Instant.now())).isLessThan(limit.plus(MARGIN));
    }

    private VectorStore open(Duration callTimeout) {
        return MilvusVectorStore.open(MilvusConfig.at(server.uri())
                .withTimeouts(callTimeout, callTimeout, callTimeout.multipliedBy(3))
                .withSearchConsistency(SearchConsistency.STRONG));
    }

    String serverUri() {
        return server.uri();
    }

    VectorStore openWith(BatchLimits batches) {
        return MilvusVectorStore.open(MilvusConfig.at(server.uri()).withBatches(batches));
    }

    static VectorRow row(String id) {
        return new VectorRow(id, direction(1), "s", Instant.EPOCH, "", "", Map.of());
    }

    static List<VectorRow> numbered(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new VectorRow("row-" + i, direction(i), "s", Instant.EPOCH, "", "", Map.of()))
                .toList();
    }

    static float[] direction(int number) {
        double angle = number * 0.001;
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle), 0, 0, 0, 0, 0, 0};
    }
}
