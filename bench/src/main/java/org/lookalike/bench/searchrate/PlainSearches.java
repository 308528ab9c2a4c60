package org.lookalike.bench.searchrate;

import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.GetReq;
import io.milvus.v2.service.vector.request.SearchReq;
import io.milvus.v2.service.vector.request.data.FloatVec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.lookalike.bench.vectors.SyntheticVectors;

/** Searches with the Milvus SDK as an application would that is given an id: it fetches the vector, then searches by it. */
final class PlainSearches implements AutoCloseable {
    private static final List<String> FIELDS = List.of("id", "source", "time", "uri");

    private final MilvusClientV2 client;
    private final String collection;
    private final int hits;
    private final ExecutorService threads;

    PlainSearches(String uri, String collection, int hits, int threads) {
        this.client = new MilvusClientV2(ConnectConfig.builder().uri(uri).build());
        this.collection = collection;
        this.hits = hits;
        this.threads = Executors.newFixedThreadPool(threads);
    }

    CompletableFuture<Integer> search(int number, boolean filtered) {
        return CompletableFuture.supplyAsync(() -> hits(number, filtered), threads);
    }

    @SuppressWarnings("unchecked") // The SDK's rows have values of any type.
    private int hits(int number, boolean filtered) {
        List<Float> vector = (List<Float>) client.get(GetReq.builder()
                        .collectionName(collection)
                        .ids(List.of(SyntheticVectors.id(number)))
                        .outputFields(List.of("vector"))
                        .build())
                .getGetResults()
                .get(0)
                .getEntity()
                .get("vector");
        return client.search(SearchReq.builder()
                        .collectionName(collection)
                        .data(List.of(new FloatVec(vector)))
                        .limit(hits)
                        .filter(filtered ? "source == \"%s\"".formatted(SyntheticVectors.source(number)) : "")
                        .outputFields(FIELDS)
                        .build())
                .getSearchResults()
                .get(0)
                .size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
