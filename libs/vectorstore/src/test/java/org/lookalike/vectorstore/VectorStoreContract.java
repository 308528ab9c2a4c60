package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What every store has to do. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class VectorStoreContract extends VectorStoreFixture {
    /** Opens one more store on the same server; the test closes it. */
    protected abstract VectorStore openAnother();

    @Nested
    final class Rows extends RowContract {
        @Override
        protected VectorStore store() {
            return VectorStoreContract.this.store();
        }
    }

    @Nested
    final class Searches extends SearchContract {
        @Override
        protected VectorStore store() {
            return VectorStoreContract.this.store();
        }
    }

    @Nested
    final class Filters extends FilterContract {
        @Override
        protected VectorStore store() {
            return VectorStoreContract.this.store();
        }
    }

    @Nested
    final class Collections extends CollectionContract {
        @Override
        protected VectorStore openAnother() {
            return VectorStoreContract.this.openAnother();
        }

        @Override
        protected VectorStore store() {
            return VectorStoreContract.this.store();
        }
    }

    /** Not of every store: Milvus Lite answers. */
    protected final void assertThatACollectionBeingFilledIsNotReady() {
        String name = newName();
        store().createCollection(name, DIMENSIONS);
        store().upsert(name, List.of(row("a", 1)));
        List<Consumer<VectorStore>> reads = List.of(
                store -> store.search(name, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)),
                store -> store.get(name, List.of("a")),
                store -> store.count(name),
                store -> store.forEachId(name, id -> {}));

        assertThat(reads).allSatisfy(read -> assertNotReady(() -> read.accept(store())));
    }
}
