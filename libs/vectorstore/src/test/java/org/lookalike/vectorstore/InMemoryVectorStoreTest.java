package org.lookalike.vectorstore;

final class InMemoryVectorStoreTest extends VectorStoreContract {
    private final VectorStore store = new InMemoryVectorStore();

    @Override
    protected VectorStore store() {
        return store;
    }
}
