package org.lookalike.bench.generation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.InsertReq;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.bench.vectors.SyntheticVectors;

/** Inserts batch after batch with the Milvus SDK, and does nothing else: the baseline for the sink. */
final class PlainInserts {
    private static final int BATCH = 500;

    private PlainInserts() {}

    /**
     * Inserts rows with all the fields that ours have.
     *
     * @param vectors at length 1, already projected
     * @return seconds
     */
    static double run(String uri, String collection, float[][] vectors) {
        MilvusClientV2 client =
                new MilvusClientV2(ConnectConfig.builder().uri(uri).build());
        try {
            long start = System.nanoTime();
            for (int from = 0; from < vectors.length; from += BATCH) {
                List<JsonObject> rows = new ArrayList<>(BATCH);
                for (int number = from; number < Math.min(vectors.length, from + BATCH); number++) {
                    rows.add(row(number, vectors[number]));
                }
                client.insert(InsertReq.builder()
                        .collectionName(collection)
                        .data(rows)
                        .build());
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            client.close();
        }
    }

    private static JsonObject row(int number, float[] values) {
        JsonArray vector = new JsonArray(values.length);
        for (float value : values) {
            vector.add(value);
        }
        JsonObject attributes = new JsonObject();
        attributes.addProperty("station", "7");
        JsonObject row = new JsonObject();
        row.addProperty("id", SyntheticVectors.id(number));
        row.add("vector", vector);
        row.addProperty("source", "line-1");
        row.addProperty("time", 1_772_359_200_000L);
        row.addProperty("uri", "file:///pictures/" + SyntheticVectors.id(number));
        row.addProperty("sha256", "ab".repeat(32));
        row.add("attributes", attributes);
        row.addProperty("cluster", "");
        row.addProperty("cluster_distance", 0f);
        return row;
    }
}
