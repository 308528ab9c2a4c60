package org.lookalike.latent.cluster;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.CentredCopy;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/**
 * Products of rows with vectors, from a centred copy of the rows in native memory. Blocks of rows are the same whatever
 * the number of threads, and so is every rounding.
 */
final class CentredProducts implements AutoCloseable {
    /** Products in a block: 256 KiB, to stay in a core's cache between the multiplication and their use. */
    private static final int BLOCK_PRODUCTS = 1 << 16;

    private static final int MIN_BLOCK = 64;
    private static final int MAX_BLOCK = 1024;

    private final int rows;
    private final int width;
    private final Workers workers;
    private final FloatPointer centred;

    CentredProducts(Rows rows, float[] mean, Workers workers) {
        this.rows = rows.count();
        this.width = rows.width();
        this.workers = workers;
        this.centred = new FloatPointer((long) this.rows * width);
        CentredCopy.of(rows, 0, this.rows, mean, centred, workers);
    }

    /** Takes the products of a block. */
    @FunctionalInterface
    interface All {
        /**
         * Takes the products of one block.
         *
         * @param first the block's first row
         * @param count how many rows it has
         * @param products row after row, the product with each vector; only valid during the call
         */
        void take(int first, int count, float[] products);
    }

    /** A single product. */
    @FunctionalInterface
    interface One {
        /** Multiplies a row with a vector. */
        float of(int row, int vector);
    }

    /** Tries to get by with single products. */
    @FunctionalInterface
    interface Some {
        /**
         * Computes the single products that it needs.
         *
         * @param worker which thread, from 0 to less than their number
         * @param first the block's first row
         * @param count how many rows it has
         * @return whether that was enough; if not, all products of the block are computed
         */
        boolean suffice(int worker, int first, int count, One products);
    }

    /** Multiplies with each of some centred vectors, block by block, on all threads. */
    void multiply(float[] vectors, int number, Some some, All all) {
        int block = Math.max(MIN_BLOCK, Math.min(MAX_BLOCK, BLOCK_PRODUCTS / number));
        try (FloatPointer multipliers = new FloatPointer(vectors)) {
            Worker[] each = new Worker[workers.threads()];
            Arrays.setAll(each, index -> new Worker(new FloatPointer(centred), new FloatPointer(multipliers)));
            try {
                workers.run(Workers.blocks(rows, block), (worker, index) -> {
                    int first = index * block;
                    int count = Math.min(block, rows - first);
                    if (!some.suffice(worker, first, count, each[worker])) {
                        all.take(first, count, each[worker].multiply(first, count, number, block));
                    }
                });
            } finally {
                for (Worker worker : each) {
                    worker.result.close();
                }
            }
        }
    }

    @Override
    public void close() {
        centred.close();
    }

    /** What one thread multiplies with: pointers of its own, since their positions are the places that are read. */
    private final class Worker implements One {
        private final FloatPointer row;
        private final FloatPointer vector;
        private FloatPointer result = new FloatPointer();
        private float[] products = new float[0];

        Worker(FloatPointer row, FloatPointer vector) {
            this.row = row;
            this.vector = vector;
        }

        @Override
        public float of(int index, int number) {
            return openblas.cblas_sdot(
                    width, row.position((long) index * width), 1, vector.position((long) number * width), 1);
        }

        float[] multiply(int first, int count, int number, int block) {
            if (products.length == 0) {
                products = new float[block * number];
                result = new FloatPointer((long) block * number);
            }
            openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasTrans,
                    count,
                    number,
                    width,
                    1,
                    row.position((long) first * width),
                    width,
                    vector.position(0),
                    width,
                    0,
                    result,
                    number);
            result.get(products, 0, count * number);
            return products;
        }
    }
}
