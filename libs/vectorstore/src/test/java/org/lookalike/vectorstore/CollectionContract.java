package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Creating, opening, listing and dropping collections, and the life of the store itself. */
abstract class CollectionContract extends SharedCollectionFixture {
    /** Opens one more store on the same server; the test closes it. */
    protected abstract VectorStore openAnother();

    @Test
    void listsCollectionsUntilTheyAreDropped() {
        String name = newCollection(DIMENSIONS);
        assertThat(store().collections()).contains(shared, name).isSorted();

        store().drop(name);
        store().drop(name);

        assertThat(store().collections()).contains(shared).doesNotContain(name);
    }

    @Test
    void aDroppedCollectionComesBackEmptyAndMayHaveOtherDimensions() {
        String name = newCollection(DIMENSIONS);
        store().upsert(name, List.of(row("a", 1)));
        store().drop(name);

        store().ensureCollection(name, 3);

        assertThat(store().count(name)).isZero();
        store().upsert(name, List.of(row("a", vector(1, 2, 3))));
        assertThat(idsOf(name)).containsExactly("a");
    }

    @Test
    void aCollectionSaysWhichOneItIs() {
        String name = newName();
        assertThat(store().identity(name)).isEmpty();

        store().createCollection(name, DIMENSIONS);
        assertThat(store().identity(name)).contains(name);
        store().ensureCollection(name, DIMENSIONS);
        assertThat(store().identity(name)).contains(name);

        store().drop(name);
        assertThat(store().identity(name)).isEmpty();
    }

    @Test
    void openingCreatesNothing() {
        String name = newName();

        assertNotReady(() -> store().openCollection(name));

        assertThat(store().collections()).doesNotContain(name);
    }

    @Test
    void ensuringAgainKeepsTheRows() {
        store().upsert(shared, List.of(row("a", 1)));

        store().ensureCollection(shared, DIMENSIONS);

        assertThat(store().count(shared)).isOne();
    }

    @Test
    void ensuringWithOtherDimensionsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().ensureCollection(shared, DIMENSIONS + 1))
                .withMessageContaining(shared)
                .withMessageContaining("4")
                .withMessageContaining("5");
        assertThatIllegalArgumentException().isThrownBy(() -> store().createCollection(shared, DIMENSIONS + 1));
    }

    @Test
    void severalMayEnsureTheSameCollectionAtOnce() throws Exception {
        String name = newName();
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<Void> ensure = () -> {
            start.await(10, TimeUnit.SECONDS);
            store().ensureCollection(name, DIMENSIONS);
            store().upsert(name, List.of(row(Thread.currentThread().getName(), 1)));
            return null;
        };
        var threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Void> each : threads.invokeAll(List.of(ensure, ensure, ensure))) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(store().count(name)).isEqualTo(3);
    }

    @Test
    void anUnknownCollectionIsNotReady() {
        String unknown = newName();
        List<Consumer<VectorStore>> calls = List.of(
                store -> store.upsert(unknown, List.of(row("a", 1))),
                store -> store.delete(unknown, List.of("a")),
                store -> store.search(unknown, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)),
                store -> store.get(unknown, List.of("a")),
                store -> store.contentHashes(unknown, List.of("a")),
                store -> store.count(unknown),
                store -> store.forEachId(unknown, id -> {}));

        assertThat(calls).allSatisfy(call -> assertNotReady(() -> call.accept(store())));
    }

    @Test
    void aCollectionIsFilledBeforeItIsRead() {
        String name = newName();
        store().createCollection(name, DIMENSIONS);
        store().upsert(name, List.of(row("a", 1), row("b", 1), row("c", 1)));
        store().delete(name, List.of("b"));
        store().createCollection(name, DIMENSIONS);

        store().ensureCollection(name, DIMENSIONS);
        store().upsert(name, List.of(row("d", 1)));
        store().createCollection(name, DIMENSIONS);
        assertThat(idsOf(name)).containsExactlyInAnyOrder("a", "c", "d");
    }

    @Test
    void aDroppedCollectionIsNotReady() {
        String name = newCollection(DIMENSIONS);
        store().upsert(name, List.of(row("a", 1)));

        store().drop(name);

        assertNotReady(() -> store().search(name, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)));
    }

    @Test
    void collectionNamesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().ensureCollection("no-dashes", DIMENSIONS));
        assertThatIllegalArgumentException().isThrownBy(() -> store().count("1st"));
        assertThatIllegalArgumentException().isThrownBy(() -> store().ensureCollection(newName(), 1));
    }

    @Test
    void aClosedStoreRefusesEveryCallAlsoThatForItsHealth() {
        VectorStore closed = openAnother();
        closed.check();
        closed.close();
        closed.close();
        List<Consumer<VectorStore>> calls = List.of(
                VectorStore::check,
                VectorStore::collections,
                store -> store.ensureCollection(shared, DIMENSIONS),
                store -> store.upsert(shared, List.of(row("a", 1))),
                store -> store.search(shared, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)),
                store -> store.count(shared));

        assertThat(calls)
                .allSatisfy(call -> assertThatIllegalStateException()
                        .isThrownBy(() -> call.accept(closed))
                        .withMessageContaining("closed"));
    }
}
