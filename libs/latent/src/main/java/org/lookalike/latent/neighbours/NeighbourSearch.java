package org.lookalike.latent.neighbours;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.matrix.Workers;

/**
 * Exact search for the nearest of some rows.
 *
 * <p>Of equal distances the earlier row is nearer. Small searches, and all where OpenBLAS is missing, compare each query
 * with each row in plain Java. Larger ones multiply tiles of rows, of which each query keeps the best, and then measure
 * those again: tiles are the same for any number of threads, and so are the results. They take turns, see
 * {@link Blas#withThreads}. Immutable and thread-safe.
 */
public final class NeighbourSearch {
    /** Multiplications up to which plain Java, a millisecond, is faster than handing the work over. */
    private static final long MAX_PLAIN = 1 << 20;

    private final Metric metric;
    /** Rows whose Euclidean distances are wanted. */
    private final Rows rows;

    private final float[] mean;
    private final float[] halfNorms;

    private NeighbourSearch(Rows rows, Metric metric) {
        this.metric = metric;
        this.rows = metric.euclidean(rows);
        this.mean = mean(this.rows);
        this.halfNorms = halfNorms();
    }

    /**
     * A search among some rows.
     *
     * @param rows at least 1
     * @throws IllegalArgumentException if there is none, a number is not finite, or squares leave single precision
     */
    public static NeighbourSearch in(Rows rows, Metric metric) {
        return new NeighbourSearch(rows, metric);
    }

    /**
     * The nearest rows of each query.
     *
     * @param count how many, 1 to the number of rows
     * @throws IllegalArgumentException if there are not so many rows, the width differs, or a number is not finite
     */
    public Neighbours nearest(Rows queries, int count, int threads) {
        return find(metric.euclidean(requireFit(queries)), null, count, rows.count(), threads);
    }

    /**
     * The nearest other rows of each row.
     *
     * @param count how many, at least 1 and fewer than the rows
     * @throws IllegalArgumentException if there are not so many others
     */
    public Neighbours nearestOthers(int count, int threads) {
        return find(rows, all(), count, rows.count() - 1, threads);
    }

    private int[] all() {
        int[] all = new int[rows.count()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** The same of some of the rows only. */
    public Neighbours nearestOthers(int[] some, int count, int threads) {
        return find(rows.select(some), some, count, rows.count() - 1, threads);
    }

    /** Takes the ranking of one query. */
    @FunctionalInterface
    public interface RankingVisitor {
        /**
         * Called query after query.
         *
         * @param ranking all rows, nearest first
         */
        void visit(int query, int[] ranking);
    }

    /**
     * Puts all rows into the order of their distance to each query, on the calling thread. Distances are those of
     * products in single precision.
     *
     * @throws IllegalArgumentException if the width differs, or a number is not finite
     */
    public void rank(Rows queries, RankingVisitor visitor) {
        Rows prepared = metric.euclidean(requireFit(queries));
        if (isPlain(prepared.count())) {
            Neighbours all = plain(prepared, null, rows.count());
            for (int query = 0; query < prepared.count(); query++) {
                visitor.visit(query, Arrays.copyOfRange(all.indices(), query * all.each(), (query + 1) * all.each()));
            }
            return;
        }
        try (Workers workers = new Workers(1);
                TiledProducts products = new TiledProducts(rows, prepared, mean, workers)) {
            float[] distances = new float[TiledProducts.QUERIES * rows.count()];
            for (int first = 0; first < prepared.count(); first += TiledProducts.QUERIES) {
                int count = Math.min(TiledProducts.QUERIES, prepared.count() - first);
                products.each(first, count, (tile, wide, tileProducts) -> {
                    for (int i = 0; i < count; i++) {
                        for (int j = 0; j < wide; j++) {
                            distances[i * rows.count() + tile + j] = halfNorms[tile + j] - tileProducts[i * wide + j];
                        }
                    }
                });
                for (int i = 0; i < count; i++) {
                    visitor.visit(
                            first + i,
                            hasNoDirection(prepared, first + i) ? all() : ranked(distances, i * rows.count()));
                }
            }
        }
    }

    private int[] ranked(float[] distances, int at) {
        long[] keys = new long[rows.count()];
        for (int j = 0; j < keys.length; j++) {
            keys[j] = key(distances[at + j], j);
        }
        Arrays.sort(keys);
        int[] ranking = new int[keys.length];
        for (int j = 0; j < keys.length; j++) {
            ranking[j] = (int) keys[j];
        }
        return ranking;
    }

    /** Ascends with the distance, and among equal ones with the index. */
    private static long key(float distance, int index) {
        // Adding 0 makes -0 a plain 0. Bits of floats ascend with those that are not negative, and descend with the
        // others.
        int bits = Float.floatToIntBits(distance + 0f);
        return (long) (bits >= 0 ? bits : bits ^ Integer.MAX_VALUE) << Integer.SIZE | index;
    }

    private Rows requireFit(Rows queries) {
        if (queries.width() != rows.width()) {
            throw new IllegalArgumentException("%s, must be of width %d".formatted(queries, rows.width()));
        }
        for (int at = 0; at < queries.values().length; at++) {
            if (!Float.isFinite(queries.values()[at])) {
                throw new IllegalArgumentException("query %d, column %d is %s, must be a finite number"
                        .formatted(at / rows.width(), at % rows.width(), queries.values()[at]));
            }
        }
        return queries;
    }

    private static float[] mean(Rows rows) {
        try (Workers workers = new Workers(1)) {
            return Vectors.toFloats(ColumnMeans.of(rows, workers));
        }
    }

    private float[] halfNorms() {
        float[] norms = new float[rows.count()];
        for (int i = 0; i < norms.length; i++) {
            double square = Vectors.squaredDistance(rows.values(), i * mean.length, mean, 0, mean.length);
            if (!(square < Float.MAX_VALUE / 4)) {
                throw new IllegalArgumentException(
                        "row %d of %s: its square must stay within single precision".formatted(i, rows));
            }
            // By cosine, zeros are as far from everything as what is at right angles: 2 instead of 1.
            norms[i] = (float) ((square + (hasNoDirection(rows, i) ? 1 : 0)) / 2);
        }
        return norms;
    }

    private boolean hasNoDirection(Rows of, int row) {
        if (metric != Metric.COSINE) {
            return false;
        }
        for (int at = row * of.width(); at < (row + 1) * of.width(); at++) {
            if (of.values()[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isPlain(int queries) {
        return (long) queries * rows.values().length <= MAX_PLAIN || !Blas.isAvailable();
    }

    private Neighbours find(Rows queries, int @Nullable [] own, int count, int available, int threads) {
        if (count < 1 || count > available) {
            throw new IllegalArgumentException(
                    "%d neighbours, must be 1 to the %d rows there are".formatted(count, available));
        }
        if (isPlain(queries.count())) {
            return plain(queries, own, count);
        }
        return Blas.withThreads(1, () -> {
            try (Workers workers = new Workers(threads);
                    TiledProducts products = new TiledProducts(rows, queries, mean, workers)) {
                return new Run(queries, own, count, workers, products).find();
            }
        });
    }

    private Neighbours plain(Rows queries, int @Nullable [] own, int count) {
        Neighbours found = new Neighbours(count, new int[queries.count() * count], new float[queries.count() * count]);
        int others = rows.count() - (own == null ? 0 : 1);
        long[] keys = new long[others];
        for (int query = 0; query < queries.count(); query++) {
            int filled = 0;
            for (int row = 0; row < rows.count(); row++) {
                if (own == null || own[query] != row) {
                    keys[filled++] = key(squaredDistance(queries, query, row), row);
                }
            }
            take(keys, found, query);
        }
        return found;
    }

    /** Sorts keys and takes the first as a query's neighbours. */
    private static void take(long[] keys, Neighbours found, int query) {
        Arrays.sort(keys);
        for (int k = 0; k < found.each(); k++) {
            found.indices()[query * found.each() + k] = (int) keys[k];
            found.squares()[query * found.each() + k] = Float.intBitsToFloat((int) (keys[k] >>> Integer.SIZE));
        }
    }

    /** From differences: small distances would be what rounding leaves of large squares. */
    private float squaredDistance(Rows queries, int query, int row) {
        int width = rows.width();
        return hasNoDirection(queries, query) || hasNoDirection(rows, row)
                ? 2
                : (float) Vectors.squaredDistance(queries.values(), query * width, rows.values(), row * width, width);
    }

    /** One large search. */
    private final class Run {
        private final Rows queries;
        private final int @Nullable [] own;
        private final Workers workers;
        private final TiledProducts products;
        private final Neighbours found;

        Run(Rows queries, int @Nullable [] own, int count, Workers workers, TiledProducts products) {
            this.queries = queries;
            this.own = own;
            this.workers = workers;
            this.products = products;
            int numbers = Math.multiplyExact(queries.count(), count);
            this.found = new Neighbours(count, new int[numbers], new float[numbers]);
        }

        Neighbours find() {
            FarthestFirst[][] best = new FarthestFirst[workers.threads()][];
            workers.run(Workers.blocks(queries.count(), TiledProducts.QUERIES), (worker, block) -> {
                if (best[worker] == null) {
                    best[worker] = new FarthestFirst[TiledProducts.QUERIES];
                    Arrays.setAll(best[worker], i -> new FarthestFirst(found.each()));
                }
                int first = block * TiledProducts.QUERIES;
                find(worker, first, Math.min(TiledProducts.QUERIES, queries.count() - first), best[worker]);
            });
            return found;
        }

        private void find(int worker, int first, int count, FarthestFirst[] best) {
            for (int i = 0; i < count; i++) {
                best[i].clear();
            }
            products.each(worker, first, count, (tile, wide, tileProducts) -> {
                for (int i = 0; i < count; i++) {
                    int itself = own == null ? -1 : own[first + i] - tile;
                    if (itself >= 0 && itself < wide) {
                        // Farther than everything.
                        tileProducts[i * wide + itself] = Float.NEGATIVE_INFINITY;
                    }
                    best[i].offer(halfNorms, tile, tileProducts, i * wide, wide);
                }
            });
            long[] keys = new long[found.each()];
            for (int i = 0; i < count; i++) {
                int query = first + i;
                int[] indices = hasNoDirection(queries, query) ? earliest(query) : best[i].indices();
                for (int k = 0; k < keys.length; k++) {
                    keys[k] = key(squaredDistance(queries, query, indices[k]), indices[k]);
                }
                take(keys, found, query);
            }
        }

        /** The nearest rows where all are equally far. */
        private int[] earliest(int query) {
            int[] indices = new int[found.each()];
            int row = 0;
            for (int k = 0; k < indices.length; k++) {
                row += own != null && own[query] == row ? 1 : 0;
                indices[k] = row++;
            }
            return indices;
        }
    }
}
