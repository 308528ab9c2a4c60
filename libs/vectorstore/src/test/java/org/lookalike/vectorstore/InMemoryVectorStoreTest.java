package org.lookalike.vectorstore;

import org.junit.jupiter.api.Test;

final class InMemoryVectorStoreTest extends VectorStoreContract {
    private final VectorStore store = new InMemoryVectorStore();

    @Override
    protected VectorStore store() {
        return store;
    }

    @Override
    protected VectorStore openAnother() {
        return new InMemoryVectorStore();
    }

    @Test
    void aCollectionBeingFilledIsNotReady() {
        assertThatACollectionBeingFilledIsNotReady();
    }
}
