package org.lookalike.bench.chaos;

/** What is done to a part of the system. */
enum FaultKind {
    /** {@code kill -9}, and started again a moment later. */
    KILL,
    /** Stopped for a while by SIGSTOP: a virtual machine that is moved, or a very long garbage collection. */
    PAUSE,
    /** Its connections are cut off for a while. */
    CUT,
    /** The collection that answers is dropped in Milvus. */
    DROP_COLLECTION,
    /** All rows of the collection that answers are deleted in Milvus. */
    EMPTY_COLLECTION
}
