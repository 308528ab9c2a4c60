package org.lookalike.latent.matrix;

/** Means of columns. */
public final class ColumnMeans {
    private static final int BLOCK = 1024;

    private ColumnMeans() {}

    /**
     * The mean of each column, summed in double precision; the same for any number of threads.
     *
     * @return as many as the rows are wide
     * @throws IllegalArgumentException if there is no row, or a number is not finite; it names the place
     */
    public static double[] of(Rows rows, Workers workers) {
        if (rows.count() == 0) {
            throw new IllegalArgumentException("0 rows have no mean, at least 1 is needed");
        }
        int width = rows.width();
        double[][] sums = new double[Workers.blocks(rows.count(), BLOCK)][width];
        workers.run(sums.length, (worker, block) -> {
            int last = Math.min(rows.count(), (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < last; i++) {
                add(rows.values(), i * width, sums[block]);
            }
        });
        double[] mean = new double[width];
        for (double[] sum : sums) {
            for (int j = 0; j < width; j++) {
                mean[j] += sum[j];
            }
        }
        for (int j = 0; j < width; j++) {
            mean[j] /= rows.count();
            if (!Double.isFinite(mean[j])) {
                // Sums of finite floats cannot leave the range of double: somewhere in this column stands the cause.
                throw notFinite(rows, j);
            }
        }
        return mean;
    }

    private static void add(float[] values, int at, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += values[at + j];
        }
    }

    private static IllegalArgumentException notFinite(Rows rows, int column) {
        int row = 0;
        while (Float.isFinite(rows.values()[row * rows.width() + column])) {
            row++;
        }
        return new IllegalArgumentException("row %d, column %d is %s, must be a finite number"
                .formatted(row, column, rows.values()[row * rows.width() + column]));
    }
}
