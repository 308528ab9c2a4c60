package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.utility.request.FlushReq;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

final class MilvusServerIT extends MilvusContract {
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
