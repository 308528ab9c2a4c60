package org.lookalike.latent.discriminant;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.matrix.Workers;

/**
 * Fisher's linear discriminant analysis by Cholesky whitening, in double precision.
 *
 * <p>The covariance within classes (divided by the number of rows) is {@code W = (1 − s) · S + s · trace(S) / d · I} for
 * shrinkage s. With {@code W = L · Lᵀ}, axes are {@code L⁻ᵀ · q} for the eigenvectors q of the covariance between
 * classes whitened by {@code L}; those lie in the span of the class means, so that the eigenproblem is as small as the
 * number of classes. Fits take turns, see {@link Blas}.
 */
public final class Lda {
    private static final byte LOWER = 'L';
    private static final byte VECTORS = 'V';
    /** Rows summed at a time. */
    private static final int CHUNK = 512;
    /** Values below these parts of the largest are rounding errors. */
    private static final double SINGULAR = 1e-12;

    private static final double NOTHING = 1e-10;

    private Lda() {}

    /**
     * Fits to a labelled sample.
     *
     * @param rows the sample
     * @param labels the class of each row, counted from 0; each class up to the largest has rows
     * @return a model of as many dimensions as asked for, or fewer where class means differ in fewer directions
     * @throws IllegalArgumentException if labels are not like that, there are not 2 classes, a number is not finite,
     *     class means are equal, or the covariance within classes is singular after shrinkage
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static LdaModel fit(Rows rows, int[] labels, LdaOptions options) {
        return Blas.withThreads(options.threads(), () -> {
            double[] mean;
            try (Workers workers = new Workers(1)) {
                mean = ColumnMeans.of(rows, workers);
            }
            LabelledRows labelled = new LabelledRows(rows, labels);
            int width = rows.width();
            try (DoublePointer within = new DoublePointer((long) width * width);
                    DoublePointer between = new DoublePointer((long) width * labelled.classes())) {
                sumUp(labelled, within);
                shrink(within, width, rows.count(), options.shrinkage());
                factorise(within, rows);
                return new Discriminants(labelled, mean, within, between).model(options.dimensions());
            }
        });
    }

    private static void sumUp(LabelledRows labelled, DoublePointer within) {
        int width = labelled.rows().width();
        int chunk = Math.min(CHUNK, labelled.rows().count());
        double[] centred = new double[Math.multiplyExact(chunk, width)];
        try (DoublePointer block = new DoublePointer(centred.length)) {
            for (int first = 0; first < labelled.rows().count(); first += chunk) {
                int count = Math.min(chunk, labelled.rows().count() - first);
                labelled.within(first, count, centred);
                block.put(centred, 0, count * width);
                openblas.cblas_dsyrk(
                        openblas.CblasColMajor,
                        openblas.CblasLower,
                        openblas.CblasNoTrans,
                        width,
                        count,
                        1,
                        block,
                        width,
                        first == 0 ? 0 : 1,
                        within,
                        width);
            }
        }
    }

    private static void shrink(DoublePointer within, int width, int count, double shrinkage) {
        double trace = 0;
        for (int j = 0; j < width; j++) {
            trace += within.get((long) j * width + j) / count;
        }
        double[] column = new double[width];
        for (int j = 0; j < width; j++) {
            long at = (long) j * width + j;
            new DoublePointer(within).position(at).get(column, 0, width - j);
            for (int i = 0; i < width - j; i++) {
                column[i] *= (1 - shrinkage) / count;
            }
            column[0] += shrinkage * trace / width;
            new DoublePointer(within).position(at).put(column, 0, width - j);
        }
    }

    private static void factorise(DoublePointer within, Rows rows) {
        int width = rows.width();
        int result = openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, LOWER, width, within, width);
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int j = 0; j < width && result == 0; j++) {
            double pivot = within.get((long) j * width + j);
            least = Math.min(least, pivot * pivot);
            most = Math.max(most, pivot * pivot);
        }
        if (result != 0 || least < SINGULAR * most) {
            throw new IllegalArgumentException(
                    "%s: the covariance within classes is singular; shrink it, or project to fewer dimensions first"
                            .formatted(rows));
        }
    }

    /** The whitened class means and what they span. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Discriminants(LabelledRows labelled, double[] mean, DoublePointer factor, DoublePointer means) {

        LdaModel model(int wanted) {
            int width = mean.length;
            int classes = labelled.classes();
            double[] weighted = new double[width * classes];
            for (int c = 0; c < classes; c++) {
                for (int j = 0; j < width; j++) {
                    weighted[c * width + j] = Math.sqrt(labelled.share(c)) * (labelled.mean(c)[j] - mean[j]);
                }
            }
            means.put(weighted, 0, weighted.length);
            solve(openblas.CblasNoTrans, classes, means);
            try (DoublePointer small = new DoublePointer((long) classes * classes);
                    DoublePointer values = new DoublePointer(classes)) {
                multiply(openblas.CblasTrans, classes, classes, width, means, means, small);
                int result = openblas.LAPACKE_dsyevd(
                        openblas.LAPACK_COL_MAJOR, VECTORS, LOWER, classes, small, classes, values);
                double largest = values.get((long) classes - 1);
                if (result != 0 || !(largest > 0)) {
                    throw new IllegalArgumentException(
                            "%s: the means of all classes are equal, must differ".formatted(labelled.rows()));
                }
                int kept = 0;
                while (kept < Math.min(wanted, classes - 1)
                        && values.get((long) classes - 1 - kept) > NOTHING * largest) {
                    kept++;
                }
                return model(small, values, kept);
            }
        }

        private LdaModel model(DoublePointer small, DoublePointer values, int kept) {
            int width = mean.length;
            int classes = labelled.classes();
            try (DoublePointer axes = new DoublePointer((long) width * kept)) {
                // Eigenvalues ascend: the last columns are wanted.
                DoublePointer leading = new DoublePointer(small).position((long) (classes - kept) * classes);
                multiply(openblas.CblasNoTrans, width, kept, classes, means, leading, axes);
                solve(openblas.CblasTrans, kept, axes);
                double[] separation = new double[kept];
                float[] rows = new float[width * kept];
                double[] axis = new double[width];
                for (int i = 0; i < kept; i++) {
                    separation[i] = values.get((long) classes - 1 - i);
                    new DoublePointer(axes)
                            .position((long) (kept - 1 - i) * width)
                            .get(axis);
                    double scale = signOfLargest(axis) / Math.sqrt(separation[i]);
                    for (int j = 0; j < width; j++) {
                        rows[i * width + j] = (float) (scale * axis[j]);
                    }
                }
                return finish(rows, separation);
            }
        }

        private LdaModel finish(float[] axes, double[] separation) {
            int width = mean.length;
            int classes = labelled.classes();
            float[] centre = Vectors.toFloats(mean);
            float[] centroids = new float[classes * separation.length];
            double[] logPriors = new double[classes];
            for (int c = 0; c < classes; c++) {
                logPriors[c] = Math.log(labelled.share(c));
                double[] centred = labelled.mean(c).clone();
                Vectors.addScaled(-1, centre, 0, centred);
                for (int i = 0; i < separation.length; i++) {
                    centroids[c * separation.length + i] = (float) Vectors.dot(axes, i * width, centred);
                }
            }
            return new LdaModel(centre, axes, separation, Rows.of(centroids, separation.length), logPriors);
        }

        /** Divides columns by the factor or by its transpose, in place. */
        private void solve(int transposed, int columns, DoublePointer of) {
            openblas.cblas_dtrsm(
                    openblas.CblasColMajor,
                    openblas.CblasLeft,
                    openblas.CblasLower,
                    transposed,
                    openblas.CblasNonUnit,
                    mean.length,
                    columns,
                    1,
                    factor,
                    mean.length,
                    of,
                    mean.length);
        }

        private void multiply(
                int transposed,
                int rows,
                int columns,
                int inner,
                DoublePointer left,
                DoublePointer right,
                DoublePointer result) {
            int stride = transposed == openblas.CblasTrans ? inner : rows;
            openblas.cblas_dgemm(
                    openblas.CblasColMajor,
                    transposed,
                    openblas.CblasNoTrans,
                    rows,
                    columns,
                    inner,
                    1,
                    left,
                    stride,
                    right,
                    inner,
                    0,
                    result,
                    rows);
        }

        private static double signOfLargest(double[] vector) {
            double largest = 0;
            for (double component : vector) {
                if (Math.abs(component) > Math.abs(largest)) {
                    largest = component;
                }
            }
            return largest < 0 ? -1 : 1;
        }
    }
}
