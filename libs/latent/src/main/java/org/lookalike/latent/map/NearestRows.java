package org.lookalike.latent.map;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.CentredCopy;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/**
 * Exact nearest rows by Euclidean distance: products of tiles of rows, of which each row keeps the best in a heap. Tiles
 * are the same for any number of threads, and so are the results. Of equal distances the earlier row is nearer.
 */
final class NearestRows implements AutoCloseable {
    /** Rows that look for neighbours together. */
    private static final int TOGETHER = 64;
    /** Rows that are looked at together: 256 KiB of products, which stay in a core's cache. */
    private static final int TILE = 1024;

    private final Rows rows;
    private final Rows queries;
    private final int each;
    private final boolean othersOnly;
    private final Workers workers;
    private final FloatPointer centred;
    private final FloatPointer centredQueries;
    private final float[] halfNorms;

    private NearestRows(Rows rows, Rows queries, int each, boolean othersOnly, Workers workers) {
        this.rows = rows;
        this.queries = queries;
        this.each = each;
        this.othersOnly = othersOnly;
        this.workers = workers;
        double[] precise = ColumnMeans.of(rows, workers);
        float[] mean = new float[precise.length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (float) precise[j];
        }
        this.halfNorms = halfNorms(rows, mean);
        this.centred = copy(rows, mean);
        this.centredQueries = copy(queries, mean);
    }

    /**
     * The nearest other rows of each row.
     *
     * @param each at least 1 and fewer than the rows
     */
    static Neighbours among(Rows rows, int each, int threads) {
        return find(rows, rows, each, true, threads);
    }

    /**
     * The nearest of some rows to each of others.
     *
     * @param each at least 1 and no more than the rows
     */
    static Neighbours of(Rows rows, Rows queries, int each, int threads) {
        return find(rows, queries, each, false, threads);
    }

    private static Neighbours find(Rows rows, Rows queries, int each, boolean othersOnly, int threads) {
        return Blas.withThreads(1, () -> {
            try (Workers workers = new Workers(threads);
                    NearestRows nearest = new NearestRows(rows, queries, each, othersOnly, workers)) {
                return nearest.find();
            }
        });
    }

    private FloatPointer copy(Rows from, float[] mean) {
        FloatPointer target = new FloatPointer((long) from.count() * from.width());
        CentredCopy.of(from, 0, from.count(), mean, target, workers);
        return target;
    }

    private static float[] halfNorms(Rows rows, float[] mean) {
        float[] norms = new float[rows.count()];
        for (int i = 0; i < norms.length; i++) {
            double square = 0;
            for (int j = 0; j < mean.length; j++) {
                double difference = rows.values()[i * mean.length + j] - mean[j];
                square += difference * difference;
            }
            norms[i] = (float) (square / 2);
            if (!(square < Float.MAX_VALUE / 4)) {
                throw new IllegalArgumentException(
                        "row %d of %s: its square must stay within single precision".formatted(i, rows));
            }
        }
        return norms;
    }

    private Neighbours find() {
        Neighbours found = new Neighbours(
                each, new int[Math.multiplyExact(queries.count(), each)], new float[queries.count() * each]);
        Scratch[] scratch = new Scratch[workers.threads()];
        try {
            workers.run(Workers.blocks(queries.count(), TOGETHER), (worker, block) -> {
                if (scratch[worker] == null) {
                    scratch[worker] = new Scratch();
                }
                int first = block * TOGETHER;
                scratch[worker].find(first, Math.min(TOGETHER, queries.count() - first), found);
            });
        } finally {
            for (Scratch used : scratch) {
                if (used != null) {
                    used.results.close();
                }
            }
        }
        return found;
    }

    /** What one thread works with. */
    private final class Scratch {
        private final FloatPointer results = new FloatPointer((long) TOGETHER * TILE);
        private final float[] products = new float[TOGETHER * TILE];
        private final FarthestFirst[] best = new FarthestFirst[TOGETHER];
        private final long[] order = new long[each];

        private Scratch() {
            for (int i = 0; i < TOGETHER; i++) {
                best[i] = new FarthestFirst(each);
            }
        }

        private void find(int first, int count, Neighbours found) {
            for (int i = 0; i < count; i++) {
                best[i].clear();
            }
            for (int tile = 0; tile < rows.count(); tile += TILE) {
                int wide = Math.min(TILE, rows.count() - tile);
                multiply(first, count, tile, wide);
                for (int i = 0; i < count; i++) {
                    if (othersOnly && first + i >= tile && first + i < tile + wide) {
                        // Itself: farther than everything.
                        products[i * wide + first + i - tile] = Float.NEGATIVE_INFINITY;
                    }
                    best[i].offer(halfNorms, tile, products, i * wide, wide);
                }
            }
            for (int i = 0; i < count; i++) {
                sort(first + i, best[i].indices(), found);
            }
        }

        private void multiply(int first, int count, int tile, int wide) {
            int width = rows.width();
            openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasTrans,
                    count,
                    wide,
                    width,
                    1,
                    new FloatPointer(centredQueries).position((long) first * width),
                    width,
                    new FloatPointer(centred).position((long) tile * width),
                    width,
                    0,
                    results,
                    wide);
            results.get(products, 0, count * wide);
        }

        /** Distances anew, from differences: small ones would be what rounding leaves of large squares. */
        private void sort(int query, int[] indices, Neighbours found) {
            for (int k = 0; k < each; k++) {
                // The bits of floats that are not negative order as the floats do.
                order[k] = (long) Float.floatToIntBits(squaredDistance(query, indices[k])) << Integer.SIZE | indices[k];
            }
            Arrays.sort(order);
            for (int k = 0; k < each; k++) {
                found.indices()[query * each + k] = (int) order[k];
                found.squares()[query * each + k] = Float.intBitsToFloat((int) (order[k] >>> Integer.SIZE));
            }
        }

        private float squaredDistance(int query, int row) {
            int width = rows.width();
            float[] from = queries.values();
            float[] to = rows.values();
            double square = 0;
            for (int j = 0; j < width; j++) {
                double difference = (double) from[query * width + j] - to[row * width + j];
                square += difference * difference;
            }
            return (float) square;
        }
    }

    @Override
    public void close() {
        centredQueries.close();
        centred.close();
    }
}
