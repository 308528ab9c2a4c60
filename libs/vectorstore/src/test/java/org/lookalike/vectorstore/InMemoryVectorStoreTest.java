package org.lookalike.vectorstore;

import org.junit.jupiter.api.Test;

final class InMemoryVectorStoreTest extends VectorStoreContract {
    private final VectorStore store = new InMemoryVectorStore();

    @Override
    protected VectorStore store() {
        return store;
    }

    @Test
    void aCollectionBeingFilledIsNotReady() {
        assertThatACollectionBeingFilledIsNotReady();
    }
}
