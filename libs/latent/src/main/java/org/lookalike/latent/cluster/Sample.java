package org.lookalike.latent.cluster;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.CentredCopy;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/**
 * The rows to cluster, and a centred copy of them in native memory for products with centres. Blocks of rows are the
 * same whatever the number of threads, and so is every rounding.
 */
final class Sample implements AutoCloseable {
    /** Products in a block: 256 KiB, to stay in a core's cache between the multiplication and their use. */
    private static final int BLOCK_PRODUCTS = 1 << 16;

    private static final int MIN_BLOCK = 64;
    private static final int MAX_BLOCK = 1024;

    private final Rows rows;
    private final Workers workers;
    private final float[] mean;
    private final float[] squaredNorms;
    private final double meanSquaredNorm;
    private final FloatPointer centred;

    /**
     * Copies the rows.
     *
     * @throws IllegalArgumentException if there is none, a number is not finite, or squares leave single precision
     */
    Sample(Rows rows, Workers workers) {
        this.rows = rows;
        this.workers = workers;
        double[] precise = ColumnMeans.of(rows, workers);
        this.mean = new float[precise.length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (float) precise[j];
        }
        this.squaredNorms = new float[rows.count()];
        workers.run(Workers.blocks(rows.count(), MAX_BLOCK), (worker, block) -> {
            for (int i = block * MAX_BLOCK; i < Math.min(rows.count(), (block + 1) * MAX_BLOCK); i++) {
                squaredNorms[i] = (float) squaredDistance(i, precise, 0);
            }
        });
        double sum = 0;
        for (float norm : squaredNorms) {
            sum += norm;
        }
        this.meanSquaredNorm = sum / rows.count();
        if (!(meanSquaredNorm < Float.MAX_VALUE / 4)) {
            throw new IllegalArgumentException("%s: their squares must stay within single precision".formatted(rows));
        }
        this.centred = new FloatPointer((long) rows.count() * rows.width());
        CentredCopy.of(rows, 0, rows.count(), mean, centred, workers);
    }

    /** Takes the products of a block. */
    @FunctionalInterface
    interface Products {
        /**
         * Uses them.
         *
         * @param first the block's first row
         * @param count how many rows it has
         * @param products row after row, the product with each vector; only valid during the call
         */
        void take(int first, int count, float[] products);
    }

    Rows rows() {
        return rows;
    }

    int count() {
        return rows.count();
    }

    int width() {
        return rows.width();
    }

    Workers workers() {
        return workers;
    }

    /** What is subtracted from rows, and must be from vectors that they are multiplied with. */
    float mean(int column) {
        return mean[column];
    }

    /** The squared distance of a row to the mean. */
    float squaredNorm(int row) {
        return squaredNorms[row];
    }

    /** The mean of that: the sum of the columns' variances. */
    double meanSquaredNorm() {
        return meanSquaredNorm;
    }

    /** The squared distance of a row to a point, in double precision. */
    double squaredDistance(int row, double[] points, int at) {
        float[] values = rows.values();
        int from = row * rows.width();
        double square = 0;
        for (int j = 0; j < rows.width(); j++) {
            double difference = values[from + j] - points[at + j];
            square += difference * difference;
        }
        return square;
    }

    /** Multiplies every centred row with each of some centred vectors, block by block, on all threads. */
    void multiply(float[] vectors, int number, Products products) {
        int block = Math.max(MIN_BLOCK, Math.min(MAX_BLOCK, BLOCK_PRODUCTS / number));
        int width = rows.width();
        float[][] scratch = new float[workers.threads()][];
        FloatPointer[] results = new FloatPointer[workers.threads()];
        try (FloatPointer multipliers = new FloatPointer(vectors)) {
            workers.run(Workers.blocks(rows.count(), block), (worker, index) -> {
                if (scratch[worker] == null) {
                    scratch[worker] = new float[block * number];
                    results[worker] = new FloatPointer((long) block * number);
                }
                int first = index * block;
                int count = Math.min(block, rows.count() - first);
                openblas.cblas_sgemm(
                        openblas.CblasRowMajor,
                        openblas.CblasNoTrans,
                        openblas.CblasTrans,
                        count,
                        number,
                        width,
                        1,
                        new FloatPointer(centred).position((long) first * width),
                        width,
                        multipliers,
                        width,
                        0,
                        results[worker],
                        number);
                results[worker].get(scratch[worker], 0, count * number);
                products.take(first, count, scratch[worker]);
            });
        } finally {
            for (FloatPointer result : results) {
                if (result != null) {
                    result.close();
                }
            }
        }
    }

    @Override
    public void close() {
        centred.close();
    }
}
