package org.lookalike.vectorstore.connection;

import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.milvus.MilvusVectorStore;

/** Opens vector stores. */
public final class VectorStores {
    private VectorStores() {}

    /**
     * Opens the store that the configuration describes; the caller closes it. Connects when the store is first used, so
     * that this works while the server is still starting.
     */
    public static VectorStore open(VectorStoreConfig config) {
        return MilvusVectorStore.open(config.milvus());
    }
}
