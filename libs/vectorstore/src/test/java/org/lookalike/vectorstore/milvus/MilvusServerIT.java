package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.utility.request.FlushReq;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

final class MilvusServerIT extends MilvusContract {
    /** Enough for an interim index, and not enough to be sealed. */
    private static final int UNSEALED = 20_000;

    private static final int SOME = 40;

    @Override
    protected EmbeddedMilvus start(Path folder) {
        PythonEnvironment python =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_SERVER, sentence -> {});
        return EmbeddedMilvus.server(python, folder, 0);
    }

    @Test
    void aCollectionBeingFilledIsNotReady() {
        assertThatACollectionBeingFilledIsNotReady();
    }

    /** Such a page ends where the first of the segments has no more rows, with those of others still to come. */
    @Test
    void everyIdIsListedAlthoughPagesEndEarlyWhereRowsLieInSeveralSegments() {
        String collection = "segments";
        store().ensureCollection(collection, 8);
        List<String> written = new ArrayList<>();
        for (int segment = 0; segment < 3; segment++) {
            // Small segments begin where larger ones do, and end sooner.
            List<VectorRow> rows = new ArrayList<>();
            for (int i = segment; i < (segment + 1) * 12; i += 3) {
                rows.add(row("id-%02d".formatted(i)));
            }
            store().upsert(collection, rows);
            rows.forEach(row -> written.add(row.id()));
            seal(collection);
        }
        List<String> listed = new ArrayList<>();
        try (VectorStore frugal = openWith(new BatchLimits(1_000, 8 << 20, 5))) {
            frugal.forEachId(collection, listed::add);
        }

        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(written);
    }

    /** Milvus gives them an interim index of its own, which leaves out most of what lies far from the query. */
    @Test
    void aSearchAmongSomeIdsFindsAllOfThemAlthoughTheirSegmentIsNotSealed() {
        String collection = "unsealed";
        store().ensureCollection(collection, 8);
        Random random = new Random(1);
        List<VectorRow> rows = IntStream.range(0, UNSEALED)
                .mapToObj(number ->
                        new VectorRow("unsealed-" + number, gaussians(random), "s", Instant.EPOCH, "", "", Map.of()))
                .toList();
        store().upsert(collection, rows);
        Set<String> some = IntStream.range(0, SOME)
                .mapToObj(number -> "unsealed-" + number * UNSEALED / SOME)
                .collect(Collectors.toSet());

        List<VectorHit> found = store().search(
                        collection,
                        List.of(gaussians(random)),
                        new SearchOptions(SOME, RowFilter.of(new Condition.IdIn(some)), -1, Duration.ofSeconds(30)))
                .get(0);

        assertThat(found).extracting(VectorHit::id).containsExactlyInAnyOrderElementsOf(some);
    }

    private static float[] gaussians(Random random) {
        float[] vector = new float[8];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private void seal(String collection) {
        MilvusClientV2 client =
                new MilvusClientV2(ConnectConfig.builder().uri(serverUri()).build());
        try {
            client.flush(FlushReq.builder().collectionNames(List.of(collection)).build());
        } finally {
            client.close();
        }
    }
}
