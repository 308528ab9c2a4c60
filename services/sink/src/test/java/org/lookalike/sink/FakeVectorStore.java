package org.lookalike.sink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.InMemoryVectorStore;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.StoreLimits;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** An in-memory store that can be made unavailable. */
public final class FakeVectorStore implements VectorStore {
    public final InMemoryVectorStore rows = new InMemoryVectorStore();
    public boolean unavailable;
    /** Whether collections take a while to open. */
    public boolean opening;
    /** The number of rows of the largest upsert. */
    public int maxUpsertSize;
    /** What collections say that they are; null for the truth. */
    public @Nullable String identity;
    /** Runs before rows are written. */
    public Runnable beforeUpsert = () -> {};
    /** Which rows the server takes for invalid, and with them every write that they are part of. */
    public Predicate<VectorRow> refuses = row -> false;

    private InMemoryVectorStore available() {
        if (unavailable) {
            throw new TransientFailure("the vector store is unavailable");
        }
        return rows;
    }

    @Override
    public StoreLimits limits() {
        return rows.limits();
    }

    @Override
    public void createCollection(String collection, int dimensions) {
        available().createCollection(collection, dimensions);
    }

    @Override
    public Optional<String> identity(String collection) {
        return identity == null ? available().identity(collection) : Optional.of(identity);
    }

    @Override
    public boolean openCollection(String collection) {
        return available().openCollection(collection) && !opening;
    }

    @Override
    public void ensureCollection(String collection, int dimensions) {
        available().ensureCollection(collection, dimensions);
    }

    @Override
    public List<String> collections() {
        return available().collections();
    }

    @Override
    public void drop(String collection) {
        available().drop(collection);
    }

    @Override
    public void upsert(String collection, List<VectorRow> upserted) {
        beforeUpsert.run();
        if (upserted.stream().anyMatch(refuses)) {
            throw new IllegalArgumentException("invalid parameter");
        }
        maxUpsertSize = Math.max(maxUpsertSize, upserted.size());
        available().upsert(collection, upserted);
    }

    @Override
    public void delete(String collection, Collection<String> ids) {
        available().delete(collection, ids);
    }

    @Override
    public List<List<VectorHit>> search(String collection, List<float[]> vectors, SearchOptions options) {
        return available().search(collection, vectors, options);
    }

    @Override
    public Map<String, VectorRow> get(String collection, Collection<String> ids) {
        return available().get(collection, ids);
    }

    @Override
    public Map<String, String> contentHashes(String collection, Collection<String> ids) {
        return available().contentHashes(collection, ids);
    }

    @Override
    public Map<String, RowOrigin> origins(String collection, Collection<String> ids) {
        return available().origins(collection, ids);
    }

    @Override
    public long count(String collection, BucketRange buckets) {
        return available().count(collection, buckets);
    }

    @Override
    public void forEachOrigin(String collection, BucketRange buckets, BiConsumer<String, RowOrigin> consumer) {
        available().forEachOrigin(collection, buckets, consumer);
    }

    @Override
    public long count(String collection) {
        return available().count(collection);
    }

    @Override
    public void forEachId(String collection, Consumer<String> consumer) {
        available().forEachId(collection, consumer);
    }

    @Override
    public void forEachMember(String collection, String cluster, ObjDoubleConsumer<String> consumer) {
        available().forEachMember(collection, cluster, consumer);
    }

    @Override
    public void check() {
        available().check();
    }

    @Override
    public void close() {
        rows.close();
    }
}
