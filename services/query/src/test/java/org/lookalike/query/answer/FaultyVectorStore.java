package org.lookalike.query.answer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.InMemoryVectorStore;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.StoreLimits;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** A store in memory that can be out of reach, runs code before each search, and counts searches. */
final class FaultyVectorStore implements VectorStore {
    final InMemoryVectorStore rows = new InMemoryVectorStore();
    final AtomicInteger searches = new AtomicInteger();
    volatile boolean down;
    volatile Consumer<List<float[]>> beforeSearch = vectors -> {};

    volatile Runnable beforeMembers = () -> {};

    private void require() {
        if (down) {
            throw new TransientFailure("the vector store does not answer");
        }
    }

    @Override
    public StoreLimits limits() {
        return rows.limits();
    }

    @Override
    public List<List<VectorHit>> search(String collection, List<float[]> vectors, SearchOptions options) {
        require();
        beforeSearch.accept(vectors);
        searches.incrementAndGet();
        return rows.search(collection, vectors, options);
    }

    @Override
    public Map<String, VectorRow> get(String collection, Collection<String> ids) {
        require();
        return rows.get(collection, ids);
    }

    @Override
    public void check() {
        require();
    }

    @Override
    public void createCollection(String collection, int dimensions) {
        rows.createCollection(collection, dimensions);
    }

    @Override
    public Optional<String> identity(String collection) {
        return rows.identity(collection);
    }

    @Override
    public boolean openCollection(String collection) {
        return rows.openCollection(collection);
    }

    @Override
    public void ensureCollection(String collection, int dimensions) {
        rows.ensureCollection(collection, dimensions);
    }

    @Override
    public List<String> collections() {
        return rows.collections();
    }

    @Override
    public void drop(String collection) {
        rows.drop(collection);
    }

    @Override
    public void upsert(String collection, List<VectorRow> added) {
        rows.upsert(collection, added);
    }

    @Override
    public void delete(String collection, Collection<String> ids) {
        rows.delete(collection, ids);
    }

    @Override
    public Map<String, String> contentHashes(String collection, Collection<String> ids) {
        return rows.contentHashes(collection, ids);
    }

    @Override
    public Map<String, RowOrigin> origins(String collection, Collection<String> ids) {
        return rows.origins(collection, ids);
    }

    @Override
    public long count(String collection, BucketRange buckets) {
        return rows.count(collection, buckets);
    }

    @Override
    public void forEachOrigin(String collection, BucketRange buckets, BiConsumer<String, RowOrigin> consumer) {
        rows.forEachOrigin(collection, buckets, consumer);
    }

    @Override
    public long count(String collection) {
        return rows.count(collection);
    }

    @Override
    public long countSearchable(String collection) {
        return rows.countSearchable(collection);
    }

    @Override
    public void forEachId(String collection, Consumer<String> consumer) {
        rows.forEachId(collection, consumer);
    }

    @Override
    public void forEachMember(String collection, String cluster, ObjDoubleConsumer<String> consumer) {
        beforeMembers.run();
        rows.forEachMember(collection, cluster, consumer);
    }

    @Override
    public void close() {
        rows.close();
    }
}
