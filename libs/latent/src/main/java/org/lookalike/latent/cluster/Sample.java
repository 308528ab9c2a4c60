package org.lookalike.latent.cluster;

import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.matrix.Workers;

/** The rows to cluster, their mean and their distances to it. */
final class Sample implements AutoCloseable {
    private static final int BLOCK = 1024;

    private final Rows rows;
    private final Workers workers;
    private final float[] mean;
    private final float[] squaredNorms;
    private final double meanSquaredNorm;
    private final CentredProducts products;

    /**
     * A sample that holds a centred copy of the rows.
     *
     * @throws IllegalArgumentException if there is none, a number is not finite, or squares leave single precision
     */
    Sample(Rows rows, Workers workers) {
        this.rows = rows;
        this.workers = workers;
        double[] precise = ColumnMeans.of(rows, workers);
        this.mean = Vectors.toFloats(precise);
        this.squaredNorms = new float[rows.count()];
        workers.run(Workers.blocks(rows.count(), BLOCK), (worker, block) -> {
            for (int i = block * BLOCK; i < Math.min(rows.count(), (block + 1) * BLOCK); i++) {
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
        this.products = new CentredProducts(rows, mean, workers);
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

    /** The squared distance of each row to its point, in double precision. */
    double[] squaredDistances(double[] points, int[] pointOf) {
        double[] squares = new double[count()];
        workers.run(Workers.blocks(squares.length, BLOCK), (worker, block) -> {
            for (int row = block * BLOCK; row < Math.min(squares.length, (block + 1) * BLOCK); row++) {
                squares[row] = squaredDistance(row, points, pointOf[row] * width());
            }
        });
        return squares;
    }

    private double squaredDistance(int row, double[] points, int at) {
        return Vectors.squaredDistance(rows.values(), row * width(), points, at, width());
    }

    /** Products of centred rows with vectors. */
    CentredProducts products() {
        return products;
    }

    @Override
    public void close() {
        products.close();
    }
}
