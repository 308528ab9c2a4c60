package org.lookalike.latent.linear;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.CentredCopy;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/**
 * Principal component analysis of centred rows, from the eigenvectors of their scatter matrix.
 *
 * <p>The scatter is summed in single precision over chunks of centred rows; its leading eigenvectors are found in single
 * precision and then refined in double precision by a step of subspace iteration with Rayleigh–Ritz projection (Golub
 * and Van Loan, Matrix Computations, section 8.2.4), at a small part of the cost of double precision throughout.
 *
 * <p>Fits take turns, see {@link Blas}. Beyond the rows a fit needs native memory for about {@code 12 · width²} bytes
 * and one chunk, whatever the number of rows. The result depends on the rows and the processor's kind; with another
 * number of threads its last digits may differ.
 */
public final class Pca {
    /** Beyond this a fit would need more than 12 GiB of native memory. */
    static final int MAX_WIDTH = 32_768;

    /** Numbers in a chunk of centred rows: 16 MiB. */
    private static final int CHUNK = 1 << 22;

    /** Variances below this part of the largest one are rounding errors of single precision. */
    private static final double NOTHING = 2e-7;

    private Pca() {}

    /**
     * Fits to a sample.
     *
     * <p>The model has fewer dimensions than asked for where the sample has variance in fewer directions, to single
     * precision: it never has more than {@code count - 1} or {@code width}, and none whose variance is nil.
     *
     * @param rows at least 2, not all equal, up to 32,768 wide; magnitudes between about 1e-15 and 1e15
     * @throws IllegalArgumentException if the rows are not like that, or a number is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static PcaModel fit(Rows rows, PcaOptions options) {
        if (rows.count() < 2) {
            throw new IllegalArgumentException("%s: principal components need at least 2 rows".formatted(rows));
        }
        if (rows.width() > MAX_WIDTH) {
            throw new IllegalArgumentException("%s: width must be at most %d".formatted(rows, MAX_WIDTH));
        }
        return Blas.withThreads(options.threads(), () -> {
            try (Workers workers = new Workers(options.threads());
                    FloatPointer scatter = new FloatPointer((long) rows.width() * rows.width())) {
                float[] mean = singlePrecision(ColumnMeans.of(rows, workers));
                sumUp(rows, mean, scatter, workers);
                return model(rows, mean, scatter, options, workers);
            }
        });
    }

    /** Leaves the lower triangle, by columns, of the centred rows' scatter. */
    private static void sumUp(Rows rows, float[] mean, FloatPointer scatter, Workers workers) {
        int width = rows.width();
        int chunk = Math.min(rows.count(), Math.max(1, CHUNK / width));
        try (FloatPointer centred = new FloatPointer((long) chunk * width)) {
            for (int first = 0; first < rows.count(); first += chunk) {
                int count = Math.min(chunk, rows.count() - first);
                CentredCopy.of(rows, first, count, mean, centred, workers);
                openblas.cblas_ssyrk(
                        openblas.CblasColMajor,
                        openblas.CblasLower,
                        openblas.CblasNoTrans,
                        width,
                        count,
                        1,
                        centred,
                        width,
                        first == 0 ? 0 : 1,
                        scatter,
                        width);
            }
        }
    }

    private static PcaModel model(Rows rows, float[] mean, FloatPointer scatter, PcaOptions options, Workers workers) {
        int width = rows.width();
        double trace = trace(rows, scatter);
        int max = Math.min(Math.min(width, rows.count() - 1), options.dimensions());
        int wanted = options.share() == 1
                ? max
                : Math.min(max, ScatterSpectrum.leading(scatter, width, options.share() * trace));
        ScatterSpectrum spectrum = ScatterSpectrum.of(scatter, width, wanted, workers);
        int kept = spectrum.largerThan(NOTHING * spectrum.value(0));
        float[] variance = new float[kept];
        for (int i = 0; i < kept; i++) {
            variance[i] = (float) (spectrum.value(i) / (rows.count() - 1));
        }
        // Rounding must not let the parts be more than the whole.
        double total = Math.max(trace / (rows.count() - 1), sum(variance));
        return new PcaModel(mean, Arrays.copyOf(spectrum.vectors(), kept * width), variance, total, options.whitened());
    }

    private static double trace(Rows rows, FloatPointer scatter) {
        double trace = 0;
        for (int j = 0; j < rows.width(); j++) {
            trace += scatter.get((long) j * rows.width() + j);
        }
        if (!Double.isFinite(trace)) {
            throw new IllegalArgumentException("%s: their squares must stay within single precision".formatted(rows));
        }
        if (trace <= 0) {
            throw new IllegalArgumentException("%s: all equal, principal components need variance".formatted(rows));
        }
        return trace;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static float[] singlePrecision(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
