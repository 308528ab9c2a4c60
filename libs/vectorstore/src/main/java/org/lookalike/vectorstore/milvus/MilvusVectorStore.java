package org.lookalike.vectorstore.milvus;

import io.milvus.grpc.UpsertRequest;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.service.vector.request.DeleteReq;
import io.milvus.v2.service.vector.request.QueryReq;
import io.milvus.v2.service.vector.request.SearchReq;
import io.milvus.v2.service.vector.request.data.BaseVector;
import io.milvus.v2.service.vector.request.data.FloatVec;
import io.milvus.v2.service.vector.response.QueryResp.QueryResult;
import io.milvus.v2.service.vector.response.SearchResp.SearchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.StoreLimits;
import org.lookalike.vectorstore.StoreRules;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * Vectors on a Milvus server, 2.3 or later, or Milvus Lite's.
 *
 * <p>Each request to the server ends within {@link MilvusConfig#callTimeout()}; a call that is split into several may
 * take that long for each. Nothing is retried here. After an outage the same object works again.
 *
 * <p>Besides what {@link VectorStore} says, a wrong token is an {@link IllegalStateException}.
 */
public final class MilvusVectorStore implements VectorStore {
    private static final Comparator<VectorHit> BEST_FIRST =
            Comparator.comparingDouble(VectorHit::score).reversed().thenComparing(VectorHit::id);

    /** Makes every server return rows in the order of their ids, which paging by the last id needs. */
    private static final Map<String, Object> ORDERED_BY_ID = Map.of("iterator", "True", "reduce_stop_for_best", "True");

    /** Rows that the server answers one request with at most, over all vectors of a search. */
    private static final int MAX_HITS_PER_REQUEST = 16_384;

    /** A write of 500 vectors of the usual 1,280 dimensions is some 3 MB: well within a request, and soon acknowledged. */
    private static final StoreLimits LIMITS = new StoreLimits(32_768, 500);

    private final MilvusConfig config;
    private final MilvusConnection connection;
    private final MilvusCollections collectionAdmin;
    /** By collection. That of one dropped elsewhere is forgotten once the server no longer knows it. */
    private final ConcurrentMap<String, Integer> dimensions = new ConcurrentHashMap<>();

    /** An expression of more ids takes the server longer to parse than two searches do. */
    private static final int MAX_IDS_PER_SEARCH = 16_384;

    private MilvusVectorStore(MilvusConfig config) {
        this.config = config;
        this.connection = new MilvusConnection(config);
        this.collectionAdmin = new MilvusCollections(config);
    }

    /** Connects when first used, so that this works while the server is still starting. */
    public static MilvusVectorStore open(MilvusConfig config) {
        return new MilvusVectorStore(config);
    }

    @Override
    public StoreLimits limits() {
        return LIMITS;
    }

    @Override
    public void createCollection(String collection, int wantedDimensions) {
        StoreRules.requireCollection(collection);
        StoreRules.requireDimensions(wantedDimensions, LIMITS);
        int found = connection.call(
                "create " + collection,
                config.schemaTimeout(),
                client -> collectionAdmin.create(client, collection, wantedDimensions));
        dimensions.put(collection, found);
        if (found != wantedDimensions) {
            throw new IllegalArgumentException(
                    "collection %s has %d dimensions, not %d".formatted(collection, found, wantedDimensions));
        }
    }

    @Override
    public Optional<String> identity(String collection) {
        StoreRules.requireCollection(collection);
        return connection.call(
                "describe " + collection, config.callTimeout(), client -> collectionAdmin.identity(client, collection));
    }

    @Override
    public boolean openCollection(String collection) {
        dimensions(collection);
        return forgetIfGone(
                collection,
                () -> connection.call(
                        "open " + collection,
                        config.schemaTimeout(),
                        client -> collectionAdmin.open(client, collection)));
    }

    @Override
    public void ensureCollection(String collection, int wantedDimensions) {
        createCollection(collection, wantedDimensions);
        connection.call("open " + collection, config.schemaTimeout(), client -> {
            collectionAdmin.ensureOpen(client, collection);
            return collection;
        });
    }

    @Override
    public List<String> collections() {
        return connection.call("list collections", config.callTimeout(), collectionAdmin::names);
    }

    @Override
    public void drop(String collection) {
        StoreRules.requireCollection(collection);
        dimensions.remove(collection);
        connection.call("drop " + collection, config.schemaTimeout(), client -> {
            collectionAdmin.drop(client, collection);
            return collection;
        });
    }

    @Override
    public void upsert(String collection, List<VectorRow> rows) {
        StoreRules.requireRows(collection, dimensions(collection), rows);
        for (List<VectorRow> part : Batches.of(rows, config.batches())) {
            UpsertRequest request = RowCodec.encode(part)
                    .setDbName(config.database())
                    .setCollectionName(collection)
                    .build();
            forgetIfGone(
                    collection,
                    () -> connection.write(
                            "upsert into " + collection, config.callTimeout(), stub -> stub.upsert(request)));
        }
    }

    @Override
    public void delete(String collection, Collection<String> ids) {
        StoreRules.requireIds(ids);
        dimensions(collection);
        for (List<String> part : Batches.of(distinct(ids), config.batches().ids())) {
            DeleteReq request = DeleteReq.builder()
                    .collectionName(collection)
                    .filter(FilterExpression.idIn(part))
                    .build();
            forgetIfGone(
                    collection,
                    () -> connection.call(
                            "delete from " + collection, config.callTimeout(), client -> client.delete(request)));
        }
    }

    @Override
    public List<List<VectorHit>> search(String collection, List<float[]> vectors, SearchOptions options) {
        StoreRules.requireQueries(collection, dimensions(collection), vectors);
        Duration timeout =
                options.timeout().compareTo(config.callTimeout()) < 0 ? options.timeout() : config.callTimeout();
        long end = System.nanoTime() + timeout.toNanos();
        List<List<VectorHit>> found = List.of();
        for (String expression : LabelledParts.of(options.filter(), MAX_IDS_PER_SEARCH)) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            List<List<VectorHit>> part = search(collection, vectors, options, expression, left);
            found = found.isEmpty() ? part : merged(found, part, options.k());
        }
        return found;
    }

    private List<List<VectorHit>> search(
            String collection, List<float[]> vectors, SearchOptions options, String expression, Duration timeout) {
        int vectorsPerRequest = Math.max(1, MAX_HITS_PER_REQUEST / options.k());
        return read("search in", collection, timeout, client -> {
            List<List<VectorHit>> answers = new ArrayList<>(vectors.size());
            for (List<float[]> part : Batches.of(vectors, vectorsPerRequest)) {
                client.search(searchRequest(collection, part, options, expression)).getSearchResults().stream()
                        .map(results -> bestFirst(results, options.minScore()))
                        .forEach(answers::add);
            }
            return List.copyOf(answers);
        });
    }

    /** What the parts of a filter let through is put together; each row is in one of them at most. */
    private static List<List<VectorHit>> merged(List<List<VectorHit>> some, List<List<VectorHit>> more, int k) {
        List<List<VectorHit>> merged = new ArrayList<>(some.size());
        for (int i = 0; i < some.size(); i++) {
            merged.add(Stream.concat(some.get(i).stream(), more.get(i).stream())
                    .sorted(BEST_FIRST)
                    .limit(k)
                    .toList());
        }
        return merged;
    }

    private SearchReq searchRequest(
            String collection, List<float[]> vectors, SearchOptions options, String expression) {
        List<BaseVector> data = new ArrayList<>(vectors.size());
        for (float[] vector : vectors) {
            data.add(new FloatVec(Vectors.normalised(vector)));
        }
        return SearchReq.builder()
                .collectionName(collection)
                .annsField(Fields.VECTOR)
                .data(data)
                .limit(options.k())
                .filter(expression)
                .outputFields(RowCodec.HIT_FIELDS)
                .searchParams(Map.of("ef", Math.max(options.k(), config.hnsw().efSearch())))
                .consistencyLevel(searchConsistency())
                .build();
    }

    private ConsistencyLevel searchConsistency() {
        return switch (config.searchConsistency()) {
            case STRONG -> ConsistencyLevel.STRONG;
            case BOUNDED -> ConsistencyLevel.BOUNDED;
            case EVENTUAL -> ConsistencyLevel.EVENTUALLY;
        };
    }

    private static List<VectorHit> bestFirst(List<SearchResult> results, float minScore) {
        return results.stream()
                .map(RowCodec::decode)
                .filter(hit -> hit.score() >= minScore)
                .sorted(BEST_FIRST)
                .toList();
    }

    @Override
    public Map<String, VectorRow> get(String collection, Collection<String> ids) {
        Map<String, VectorRow> rows = new HashMap<>();
        lookUp(collection, ids, config.batches().rows(), RowCodec.ROW_FIELDS, entity -> {
            VectorRow row = RowCodec.decode(entity);
            rows.put(row.id(), row);
        });
        return rows;
    }

    @Override
    public Map<String, String> contentHashes(String collection, Collection<String> ids) {
        Map<String, String> hashes = new HashMap<>();
        List<String> fields = List.of(Fields.ID, Fields.SHA_256);
        lookUp(
                collection,
                ids,
                config.batches().ids(),
                fields,
                entity -> hashes.put(RowCodec.text(entity, Fields.ID), RowCodec.text(entity, Fields.SHA_256)));
        return hashes;
    }

    @Override
    public Map<String, RowOrigin> origins(String collection, Collection<String> ids) {
        Map<String, RowOrigin> origins = new HashMap<>();
        lookUp(
                collection,
                ids,
                config.batches().ids(),
                RowCodec.ORIGIN_FIELDS,
                entity -> origins.put(RowCodec.text(entity, Fields.ID), RowCodec.origin(entity)));
        return origins;
    }

    private void lookUp(
            String collection,
            Collection<String> ids,
            int batchSize,
            List<String> fields,
            Consumer<Map<String, Object>> consumer) {
        StoreRules.requireIds(ids);
        dimensions(collection);
        for (List<String> part : Batches.of(distinct(ids), batchSize)) {
            QueryReq request = readAll(collection)
                    .filter(FilterExpression.idIn(part))
                    .outputFields(fields)
                    .limit(part.size())
                    .build();
            query(collection, request).forEach(result -> consumer.accept(result.getEntity()));
        }
    }

    @Override
    public long count(String collection) {
        return count(collection, "", ConsistencyLevel.STRONG);
    }

    @Override
    public long countSearchable(String collection) {
        return count(collection, "", searchConsistency());
    }

    @Override
    public long count(String collection, BucketRange buckets) {
        return count(collection, FilterExpression.in(buckets), ConsistencyLevel.STRONG);
    }

    private long count(String collection, String filter, ConsistencyLevel consistency) {
        dimensions(collection);
        QueryReq request = readAll(collection)
                .consistencyLevel(consistency)
                .filter(filter)
                .outputFields(List.of(Fields.COUNT))
                .build();
        return RowCodec.number(query(collection, request).get(0).getEntity(), Fields.COUNT);
    }

    @Override
    public void forEachId(String collection, Consumer<String> consumer) {
        forEach(collection, "", List.of(Fields.ID), entity -> consumer.accept(RowCodec.text(entity, Fields.ID)));
    }

    @Override
    public void forEachMember(String collection, String cluster, ObjDoubleConsumer<String> consumer) {
        forEach(
                collection,
                " and " + FilterExpression.ofCluster(cluster),
                List.of(Fields.ID, Fields.CLUSTER_DISTANCE),
                entity -> consumer.accept(RowCodec.text(entity, Fields.ID), RowCodec.clusterDistance(entity)));
    }

    @Override
    public void forEachOrigin(String collection, BucketRange buckets, BiConsumer<String, RowOrigin> consumer) {
        forEach(
                collection,
                " and " + FilterExpression.in(buckets),
                RowCodec.ORIGIN_FIELDS,
                entity -> consumer.accept(RowCodec.text(entity, Fields.ID), RowCodec.origin(entity)));
    }

    /** Page by page in the order of ids, since offsets would shift under writes. */
    private void forEach(
            String collection, String condition, List<String> fields, Consumer<Map<String, Object>> consumer) {
        dimensions(collection);
        int batchSize = config.batches().ids();
        String last = "";
        List<QueryResult> page;
        do {
            QueryReq request = readAll(collection)
                    .filter(FilterExpression.idAfter(last) + condition)
                    .outputFields(fields)
                    .queryParams(ORDERED_BY_ID)
                    .limit(batchSize)
                    .build();
            page = query(collection, request);
            for (QueryResult result : page) {
                last = RowCodec.text(result.getEntity(), Fields.ID);
                consumer.accept(result.getEntity());
            }
            // Not until a page is short: a server with many segments may end one early, with ids after it still to
            // come.
        } while (!page.isEmpty());
    }

    @Override
    public void check() {
        connection.call("check", config.callTimeout(), MilvusClientV2::listCollections);
    }

    @Override
    public void close() {
        connection.close();
    }

    private static QueryReq.QueryReqBuilder readAll(String collection) {
        return QueryReq.builder().collectionName(collection).consistencyLevel(ConsistencyLevel.STRONG);
    }

    private List<QueryResult> query(String collection, QueryReq request) {
        return read(
                "read from",
                collection,
                config.callTimeout(),
                client -> client.query(request).getQueryResults());
    }

    private static List<String> distinct(Collection<String> ids) {
        return ids.stream().distinct().toList();
    }

    private int dimensions(String collection) {
        Integer known = dimensions.get(StoreRules.requireCollection(collection));
        if (known != null) {
            return known;
        }
        int found = connection.call(
                "describe " + collection,
                config.callTimeout(),
                client -> collectionAdmin.dimensions(client, collection));
        dimensions.put(collection, found);
        return found;
    }

    /** Reads, and loads the collection first where the server turns out not to have it in memory. */
    private <T> T read(String verb, String collection, Duration timeout, Function<MilvusClientV2, T> requests) {
        return forgetIfGone(
                collection,
                () -> connection.call(verb + " " + collection, timeout, client -> {
                    try {
                        return requests.apply(client);
                    } catch (RuntimeException e) {
                        if (MilvusErrors.isConnectionSuspect(e)
                                || !collectionAdmin.loadIfReleased(client, collection)) {
                            throw e;
                        }
                        return requests.apply(client);
                    }
                }));
    }

    /** Every request to a collection goes through here: one that was dropped may be created again with other dimensions. */
    private <T> T forgetIfGone(String collection, Supplier<T> call) {
        try {
            return call.get();
        } catch (PermanentFailure e) {
            dimensions.remove(collection);
            throw e;
        }
    }
}
