package org.lookalike.vectorstore;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A collection that the tests of a class share; it is emptied before each, because creating one takes seconds on a full server. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SharedCollectionFixture extends VectorStoreFixture {
    final String shared = newName();

    @BeforeEach
    void emptyTheSharedCollection() {
        store().ensureCollection(shared, DIMENSIONS);
        List<String> ids = idsOf(shared);
        store().delete(shared, ids);
    }

    List<String> search(SearchOptions options) {
        return store().search(shared, List.of(vector(1, 0, 0, 0)), options).get(0).stream()
                .map(VectorHit::id)
                .toList();
    }

    static SearchOptions filtered(Condition... conditions) {
        return new SearchOptions(10, RowFilter.of(conditions), -1, Duration.ofSeconds(10));
    }

    static VectorRow inCluster(String id, Membership membership) {
        return new VectorRow(id, vector(1, 0, 0, 0), "line", NOON, "file:///" + id, hash('e'), Map.of(), membership);
    }
}
