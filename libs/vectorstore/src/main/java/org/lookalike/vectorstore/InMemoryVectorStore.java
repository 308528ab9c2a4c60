package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * An in-memory store that compares a query with every row: exact, and gone with the process.
 *
 * <p>For the tests of what uses a {@link VectorStore}. It meets the same contract as the real stores, but never times out
 * and is always available.
 */
public final class InMemoryVectorStore implements VectorStore {
    private static final Comparator<VectorHit> BEST_FIRST =
            Comparator.comparingDouble(VectorHit::score).reversed().thenComparing(VectorHit::id);

    private static final StoreLimits LIMITS = new StoreLimits(32_768, 500);

    private final ConcurrentMap<String, Rows> collections = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    @Override
    public StoreLimits limits() {
        return LIMITS;
    }

    @Override
    public void createCollection(String collection, int dimensions) {
        create(collection, dimensions);
    }

    @Override
    public Optional<String> identity(String collection) {
        requireOpen();
        return collections.containsKey(collection) ? Optional.of(collection) : Optional.empty();
    }

    @Override
    public boolean openCollection(String collection) {
        rows(collection).readable().set(true);
        return true;
    }

    @Override
    public void ensureCollection(String collection, int dimensions) {
        create(collection, dimensions).readable().set(true);
    }

    private Rows create(String collection, int dimensions) {
        requireOpen();
        StoreRules.requireCollection(collection);
        StoreRules.requireDimensions(dimensions, LIMITS);
        Rows rows = collections.computeIfAbsent(
                collection, name -> new Rows(dimensions, new ConcurrentHashMap<>(), new AtomicBoolean()));
        require(
                rows.dimensions() == dimensions,
                "collection %s has %d dimensions, not %d",
                collection,
                rows.dimensions(),
                dimensions);
        return rows;
    }

    @Override
    public List<String> collections() {
        requireOpen();
        return List.copyOf(collections.keySet());
    }

    @Override
    public void drop(String collection) {
        requireOpen();
        collections.remove(StoreRules.requireCollection(collection));
    }

    @Override
    public void upsert(String collection, List<VectorRow> rows) {
        Rows target = rows(collection);
        StoreRules.requireRows(collection, target.dimensions(), rows);
        for (VectorRow row : rows) {
            target.byId().put(row.id(), withUnitVector(row));
        }
    }

    @Override
    public void delete(String collection, Collection<String> ids) {
        StoreRules.requireIds(ids);
        Rows target = rows(collection);
        ids.forEach(target.byId()::remove);
    }

    @Override
    public List<List<VectorHit>> search(String collection, List<float[]> vectors, SearchOptions options) {
        Rows rows = readable(collection);
        StoreRules.requireQueries(collection, rows.dimensions(), vectors);
        List<List<VectorHit>> answers = new ArrayList<>(vectors.size());
        for (float[] vector : vectors) {
            answers.add(nearest(rows, Vectors.normalised(vector), options));
        }
        return List.copyOf(answers);
    }

    private static List<VectorHit> nearest(Rows rows, float[] unitVector, SearchOptions options) {
        return rows.byId().values().stream()
                .filter(options.filter()::accepts)
                .map(row -> hit(row, dot(unitVector, row.vector())))
                .filter(hit -> hit.score() >= options.minScore())
                .sorted(BEST_FIRST)
                .limit(options.k())
                .toList();
    }

    @Override
    public Map<String, VectorRow> get(String collection, Collection<String> ids) {
        StoreRules.requireIds(ids);
        Map<String, VectorRow> stored = readable(collection).byId();
        Map<String, VectorRow> found = new LinkedHashMap<>();
        for (String id : ids) {
            VectorRow row = stored.get(id);
            if (row != null) {
                found.put(id, withUnitVector(row));
            }
        }
        return found;
    }

    @Override
    public Map<String, String> contentHashes(String collection, Collection<String> ids) {
        Map<String, String> hashes = new TreeMap<>();
        get(collection, ids).forEach((id, row) -> hashes.put(id, row.sha256()));
        return hashes;
    }

    @Override
    public Map<String, RowOrigin> origins(String collection, Collection<String> ids) {
        Map<String, RowOrigin> origins = new TreeMap<>();
        get(collection, ids).forEach((id, row) -> origins.put(id, row.origin()));
        return origins;
    }

    @Override
    public long count(String collection) {
        return readable(collection).byId().size();
    }

    @Override
    public long countSearchable(String collection) {
        return count(collection);
    }

    @Override
    public long count(String collection, BucketRange buckets) {
        return readable(collection).byId().keySet().stream()
                .filter(buckets::contains)
                .count();
    }

    @Override
    public void forEachOrigin(String collection, BucketRange buckets, BiConsumer<String, RowOrigin> consumer) {
        readable(collection).byId().forEach((id, row) -> {
            if (buckets.contains(id)) {
                consumer.accept(id, row.origin());
            }
        });
    }

    @Override
    public void forEachId(String collection, Consumer<String> consumer) {
        readable(collection).byId().keySet().forEach(consumer);
    }

    @Override
    public void forEachMember(String collection, String cluster, ObjDoubleConsumer<String> consumer) {
        readable(collection).byId().forEach((id, row) -> {
            if (row.membership().cluster().equals(cluster)) {
                consumer.accept(id, row.membership().distance());
            }
        });
    }

    @Override
    public void check() {
        requireOpen();
    }

    @Override
    public void close() {
        closed = true;
    }

    private Rows readable(String collection) {
        Rows rows = rows(collection);
        if (!rows.readable().get()) {
            throw new PermanentFailure(
                    ErrorCode.SPACE_NOT_READY, "collection %s is being filled".formatted(collection));
        }
        return rows;
    }

    private Rows rows(String collection) {
        requireOpen();
        Rows rows = collections.get(StoreRules.requireCollection(collection));
        if (rows == null) {
            throw new PermanentFailure(ErrorCode.SPACE_NOT_READY, "collection %s does not exist".formatted(collection));
        }
        return rows;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the vector store is closed");
        }
    }

    private static VectorRow withUnitVector(VectorRow row) {
        return new VectorRow(
                row.id(),
                Vectors.normalised(row.vector()),
                row.source(),
                row.time(),
                row.uri(),
                row.sha256(),
                row.attributes(),
                row.membership(),
                row.origin());
    }

    private static VectorHit hit(VectorRow row, float score) {
        return new VectorHit(
                row.id(), score, row.uri(), row.sha256(), row.source(), row.time(), row.attributes(), row.membership());
    }

    private static float dot(float[] left, float[] right) {
        return (float) Math.max(-1, Math.min(1, Vectors.dot(left, right)));
    }

    /** @param readable whether it was opened, not only created */
    private record Rows(int dimensions, ConcurrentMap<String, VectorRow> byId, AtomicBoolean readable) {}
}
