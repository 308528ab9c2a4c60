package org.lookalike.vectorstore.milvus;

import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.exception.MilvusClientException;
import io.milvus.v2.service.collection.request.AddFieldReq;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.DescribeCollectionReq;
import io.milvus.v2.service.collection.request.DropCollectionReq;
import io.milvus.v2.service.collection.request.GetLoadStateReq;
import io.milvus.v2.service.collection.request.HasCollectionReq;
import io.milvus.v2.service.collection.request.LoadCollectionReq;
import io.milvus.v2.service.index.request.CreateIndexReq;
import io.milvus.v2.service.index.request.ListIndexesReq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.vectorstore.Buckets;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, indexes, loads and drops collections; another instance may have taken any of these steps already. */
final class MilvusCollections {
    private static final Logger LOGGER = LoggerFactory.getLogger(MilvusCollections.class);
    /** The property that holds the name under which a collection was created here. */
    private static final String IDENTITY = "lookalike.identity";

    private static final int SHA_256_CHARACTERS = 64;
    /** The full server of PyPI calls itself lite as well, as in v2.3.5-lite. */
    private static final String LITE_VERSION = "milvus_lite";

    private final HnswConfig hnsw;
    private final Duration loadTimeout;

    MilvusCollections(MilvusConfig config) {
        this.hnsw = config.hnsw();
        this.loadTimeout = config.schemaTimeout();
    }

    /** Creates it where missing, neither indexed nor loaded. Returns the number of dimensions that it really has. */
    int create(MilvusClientV2 client, String collection, int dimensions) {
        if (!exists(client, collection)) {
            createEmpty(client, collection, dimensions);
        }
        return describedDimensions(client, collection);
    }

    /** Begins to index and load it, without waiting for either. Returns whether it is loaded. */
    boolean open(MilvusClientV2 client, String collection) {
        index(client, collection);
        load(client, collection, false);
        return isLoaded(client, collection);
    }

    /** As {@link #open}, but waits. */
    void ensureOpen(MilvusClientV2 client, String collection) {
        index(client, collection);
        load(client, collection, true);
    }

    private void index(MilvusClientV2 client, String collection) {
        if (!hasIndex(client, collection, Fields.VECTOR)) {
            // The vector index comes last: once an instance sees it, no other adds an index behind its load.
            createScalarIndexes(client, collection);
            createVectorIndex(client, collection);
        }
    }

    List<String> names(MilvusClientV2 client) {
        return client.listCollections().getCollectionNames().stream().sorted().toList();
    }

    void drop(MilvusClientV2 client, String collection) {
        if (exists(client, collection)) {
            client.dropCollection(
                    DropCollectionReq.builder().collectionName(collection).build());
        }
    }

    int dimensions(MilvusClientV2 client, String collection) {
        // The SDK logs an error when it is asked to describe what does not exist.
        if (!exists(client, collection)) {
            throw new MilvusClientException(
                    io.milvus.v2.exception.ErrorCode.COLLECTION_NOT_FOUND, "no collection " + collection);
        }
        return describedDimensions(client, collection);
    }

    /** What {@link #create} wrote into it, or else an empty text; empty where there is no such collection. */
    Optional<String> identity(MilvusClientV2 client, String collection) {
        return exists(client, collection)
                ? Optional.of(client.describeCollection(DescribeCollectionReq.builder()
                                .collectionName(collection)
                                .build())
                        .getProperties()
                        .getOrDefault(IDENTITY, ""))
                : Optional.empty();
    }

    private static int describedDimensions(MilvusClientV2 client, String collection) {
        return client.describeCollection(DescribeCollectionReq.builder()
                        .collectionName(collection)
                        .build())
                .getCollectionSchema()
                .getField(Fields.VECTOR)
                .getDimension();
    }

    private static boolean isLoaded(MilvusClientV2 client, String collection) {
        return client.getLoadState(
                GetLoadStateReq.builder().collectionName(collection).build());
    }

    private void load(MilvusClientV2 client, String collection, boolean wait) {
        client.loadCollection(LoadCollectionReq.builder()
                .collectionName(collection)
                .sync(wait)
                .timeout(loadTimeout.toMillis())
                .build());
    }

    /**
     * Loads the collection unless it is. Milvus Lite loads nothing by itself after a restart; it says so by an error code
     * that the SDK stumbles over, so the state is asked for instead.
     *
     * @return whether it had to be loaded
     * @throws PermanentFailure SPACE_NOT_READY while it is only being filled
     */
    boolean loadIfReleased(MilvusClientV2 client, String collection) {
        if (!exists(client, collection) || isLoaded(client, collection)) {
            return false;
        }
        if (!hasIndex(client, collection, Fields.VECTOR)) {
            throw new PermanentFailure(
                    ErrorCode.SPACE_NOT_READY,
                    "collection %s is being filled and cannot be read yet".formatted(collection));
        }
        load(client, collection, true);
        return true;
    }

    private static boolean exists(MilvusClientV2 client, String collection) {
        return client.hasCollection(
                HasCollectionReq.builder().collectionName(collection).build());
    }

    private static boolean hasIndex(MilvusClientV2 client, String collection, String field) {
        return !client.listIndexes(ListIndexesReq.builder()
                        .collectionName(collection)
                        .fieldName(field)
                        .build())
                .isEmpty();
    }

    private static void createEmpty(MilvusClientV2 client, String collection, int dimensions) {
        try {
            client.createCollection(CreateCollectionReq.builder()
                    .collectionName(collection)
                    // Milvus Lite keeps no descriptions.
                    .property(IDENTITY, collection)
                    .collectionSchema(schema(dimensions))
                    .consistencyLevel(ConsistencyLevel.STRONG)
                    .build());
            LOGGER.atInfo()
                    .addKeyValue("collection", collection)
                    .addKeyValue("dimensions", dimensions)
                    .log("created a collection");
        } catch (RuntimeException e) {
            // Another instance may have been quicker; servers name that in different ways.
            if (MilvusErrors.isConnectionSuspect(e) || !exists(client, collection)) {
                throw e;
            }
        }
    }

    private static CreateCollectionReq.CollectionSchema schema(int dimensions) {
        CreateCollectionReq.CollectionSchema schema = MilvusClientV2.CreateSchema();
        schema.addField(text(Fields.ID, VectorRow.MAX_ID_BYTES, true));
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.VECTOR)
                .dataType(DataType.FloatVector)
                .dimension(dimensions)
                .build());
        schema.addField(text(Fields.SOURCE, VectorRow.MAX_SOURCE_BYTES, false));
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.TIME)
                .description("Unix time in milliseconds")
                .dataType(DataType.Int64)
                .build());
        schema.addField(text(Fields.URI, VectorRow.MAX_URI_BYTES, false));
        schema.addField(text(Fields.SHA_256, SHA_256_CHARACTERS, false));
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.ATTRIBUTES)
                .dataType(DataType.JSON)
                .build());
        schema.addField(text(Fields.CLUSTER, Membership.MAX_CLUSTER_BYTES, false));
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.CLUSTER_DISTANCE)
                .description("Euclidean distance to the cluster's centre")
                .dataType(DataType.Float)
                .build());
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.BUCKET)
                .description("CRC-32C of the id modulo " + Buckets.COUNT)
                .dataType(DataType.Int32)
                .build());
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.ORIGIN_PARTITION)
                .description("of the record that the row was made of")
                .dataType(DataType.Int32)
                .build());
        schema.addField(AddFieldReq.builder()
                .fieldName(Fields.ORIGIN_OFFSET)
                .description("of the record that the row was made of")
                .dataType(DataType.Int64)
                .build());
        return schema;
    }

    private static AddFieldReq text(String field, int maxBytes, boolean primaryKey) {
        return AddFieldReq.builder()
                .fieldName(field)
                .dataType(DataType.VarChar)
                .maxLength(maxBytes)
                .isPrimaryKey(primaryKey)
                .build();
    }

    private void createVectorIndex(MilvusClientV2 client, String collection) {
        try {
            client.createIndex(indexRequest(
                    collection,
                    IndexParam.builder()
                            .fieldName(Fields.VECTOR)
                            .indexType(IndexParam.IndexType.HNSW)
                            .metricType(IndexParam.MetricType.COSINE)
                            .extraParams(Map.of("M", hnsw.m(), "efConstruction", hnsw.efConstruction()))
                            .build()));
        } catch (RuntimeException e) {
            if (MilvusErrors.isConnectionSuspect(e) || !hasIndex(client, collection, Fields.VECTOR)) {
                throw e;
            }
        }
    }

    /**
     * Makes filters quicker. Milvus Lite has neither index and finds the same rows without; it is not even asked, because
     * the SDK logs every refusal as an error.
     */
    private static void createScalarIndexes(MilvusClientV2 client, String collection) {
        if (client.getServerVersion().startsWith(LITE_VERSION)) {
            return;
        }
        createScalarIndex(client, collection, Fields.TIME, IndexParam.IndexType.STL_SORT);
        createScalarIndex(client, collection, Fields.SOURCE, IndexParam.IndexType.TRIE);
        createScalarIndex(client, collection, Fields.CLUSTER, IndexParam.IndexType.TRIE);
        createScalarIndex(client, collection, Fields.BUCKET, IndexParam.IndexType.STL_SORT);
    }

    private static void createScalarIndex(
            MilvusClientV2 client, String collection, String field, IndexParam.IndexType type) {
        try {
            client.createIndex(indexRequest(
                    collection,
                    IndexParam.builder().fieldName(field).indexType(type).build()));
        } catch (RuntimeException e) {
            if (MilvusErrors.isConnectionSuspect(e)) {
                throw e;
            }
            LOGGER.atDebug()
                    .addKeyValue("collection", collection)
                    .addKeyValue("field", field)
                    .setCause(e)
                    .log("the server has no such index; filters on this field look at every row");
        }
    }

    private static CreateIndexReq indexRequest(String collection, IndexParam index) {
        return CreateIndexReq.builder()
                .collectionName(collection)
                .indexParams(List.of(index))
                .sync(false)
                .build();
    }
}
