package org.lookalike.vectorstore.milvus;

/** Which acknowledged writes a search is sure to see; every other read always sees all. */
public enum SearchConsistency {
    /** All of them. A full server holds each search back until its nodes have caught up, about 200 ms. */
    STRONG,
    /** Those older than the server's staleness bound, 5 seconds by default; usually all but those of the last 200 ms. */
    BOUNDED,
    /** Whatever the searching node has at that moment. */
    EVENTUAL
}
