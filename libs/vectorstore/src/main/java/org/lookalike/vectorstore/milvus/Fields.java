package org.lookalike.vectorstore.milvus;

/** Names of a collection's fields, as they stand in schemas, rows and filter expressions. */
final class Fields {
    static final String ID = "id";
    static final String VECTOR = "vector";
    static final String SOURCE = "source";
    static final String TIME = "time";
    static final String URI = "uri";
    static final String SHA_256 = "sha256";
    static final String ATTRIBUTES = "attributes";
    static final String CLUSTER = "cluster";
    static final String CLUSTER_DISTANCE = "cluster_distance";
    static final String BUCKET = "bucket";
    static final String ORIGIN_PARTITION = "origin_partition";
    static final String ORIGIN_OFFSET = "origin_offset";
    static final String COUNT = "count(*)";

    private Fields() {}
}
