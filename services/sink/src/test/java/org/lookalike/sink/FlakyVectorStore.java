package org.lookalike.sink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.vectorstore.InMemoryVectorStore;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** A store in the heap that can be out of reach. */
public final class FlakyVectorStore implements VectorStore {
    public final InMemoryVectorStore rows = new InMemoryVectorStore();
    public boolean out;
    /** Whether it takes its time to open collections. */
    public boolean opening;
    /** How many rows came at once, at most. */
    public int largestUpsert;
    /** Happens before rows are written. */
    public Runnable beforeUpsert = () -> {};

    private InMemoryVectorStore reached() {
        if (out) {
            throw new TransientFailure("the vector store is out");
        }
        return rows;
    }

    @Override
    public void createCollection(String collection, int dimensions) {
        reached().createCollection(collection, dimensions);
    }

    @Override
    public boolean openCollection(String collection, int dimensions) {
        return reached().openCollection(collection, dimensions) && !opening;
    }

    @Override
    public void ensureCollection(String collection, int dimensions) {
        reached().ensureCollection(collection, dimensions);
    }

    @Override
    public List<String> collections() {
        return reached().collections();
    }

    @Override
    public void drop(String collection) {
        reached().drop(collection);
    }

    @Override
    public void upsert(String collection, List<VectorRow> upserted) {
        beforeUpsert.run();
        largestUpsert = Math.max(largestUpsert, upserted.size());
        reached().upsert(collection, upserted);
    }

    @Override
    public void delete(String collection, Collection<String> ids) {
        reached().delete(collection, ids);
    }

    @Override
    public List<List<VectorHit>> search(String collection, List<float[]> vectors, SearchOptions options) {
        return reached().search(collection, vectors, options);
    }

    @Override
    public Map<String, VectorRow> get(String collection, Collection<String> ids) {
        return reached().get(collection, ids);
    }

    @Override
    public Map<String, String> contentHashes(String collection, Collection<String> ids) {
        return reached().contentHashes(collection, ids);
    }

    @Override
    public long count(String collection) {
        return reached().count(collection);
    }

    @Override
    public void forEachId(String collection, Consumer<String> consumer) {
        reached().forEachId(collection, consumer);
    }

    @Override
    public void forEachMember(String collection, String cluster, ObjDoubleConsumer<String> consumer) {
        reached().forEachMember(collection, cluster, consumer);
    }

    @Override
    public void check() {
        reached().check();
    }

    @Override
    public void close() {
        rows.close();
    }
}
