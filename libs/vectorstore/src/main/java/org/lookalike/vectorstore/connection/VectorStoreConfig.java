package org.lookalike.vectorstore.connection;

import org.lookalike.platform.config.Settings;
import org.lookalike.vectorstore.milvus.MilvusConfig;

/**
 * Which vector store to open, and how.
 *
 * @param milvus the Milvus server; no other kind of store can be configured
 */
public record VectorStoreConfig(MilvusConfig milvus) {
    /** The Milvus server at this address, {@code http://host:port}; everything else as by default. */
    public static VectorStoreConfig at(String uri) {
        return new VectorStoreConfig(MilvusConfig.at(uri));
    }

    public static VectorStoreConfig from(Settings settings) {
        return new VectorStoreConfig(MilvusConfig.from(settings));
    }
}
