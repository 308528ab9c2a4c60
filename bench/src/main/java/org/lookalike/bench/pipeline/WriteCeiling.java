package org.lookalike.bench.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Writes rows that lie ready in memory, batch after batch, into a collection of its own, and does nothing else. */
final class WriteCeiling {
    private static final String COLLECTION = "bench_writes";
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private final VectorStore store;
    private final List<VectorRow> rows = new ArrayList<>();

    /** @param count how many rows are written */
    WriteCeiling(VectorStore store, int count) {
        this.store = store;
        SyntheticVectors vectors = new SyntheticVectors();
        for (int number = 0; number < count; number++) {
            String id = SyntheticVectors.id(number);
            rows.add(new VectorRow(
                    id,
                    vectors.features(number),
                    SyntheticVectors.source(number),
                    TIME,
                    "file:///pictures/" + id,
                    "ab".repeat(32),
                    Map.of(),
                    Membership.NONE));
        }
    }

    /** Seconds of processor time, of Milvus and of the clients, for each row. */
    double measure() {
        store.ensureCollection(COLLECTION, SyntheticVectors.FEATURES);
        try {
            StageClock before = StageClock.read();
            int batch = store.limits().rowsPerWrite();
            for (int from = 0; from < rows.size(); from += batch) {
                store.upsert(COLLECTION, rows.subList(from, Math.min(rows.size(), from + batch)));
            }
            Map<PipelineStage, Double> used = StageClock.read().since(before);
            return List.of(PipelineStage.MILVUS, PipelineStage.MILVUS_CLIENTS, PipelineStage.BENCH).stream()
                            .mapToDouble(stage -> used.getOrDefault(stage, 0.0))
                            .sum()
                    / rows.size();
        } finally {
            store.drop(COLLECTION);
        }
    }
}
