package org.lookalike.latent.linear;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.MutualNeighbours;

/**
 * A linear map under which neighbours differ about equally in all directions: directions in which they differ much, such as
 * those of light and position, count for less than those in which they agree. It is within-class whitening, as in linear
 * discriminant analysis, with pairs of mutual neighbours in the place of labels.
 *
 * <p>With {@code W = V · diag(w) · Vᵀ} the mean of {@code (a − b)(a − b)ᵀ / 2} over the pairs, {@code t = trace(W) / d}
 * and shrinkage ρ, the map is {@code diag(f) · Vᵀ} with {@code f = (max(w, 0) + ρ · t)^(-1/2)}. Vᵀ only turns, so that
 * the map keeps rows of a basis at right angles that are of one length.
 *
 * <p>Arrays are shared with whoever asks for them, and must not change afterwards. With that, thread-safe.
 *
 * @param factors f, largest first
 * @param axes Vᵀ, the axis of each factor at length 1 with its largest component positive, row after row
 * @param meanVariance t, positive
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NeighbourWhitening(double[] factors, double[] axes, double meanVariance) {
    private static final byte LOWER = 'L';
    private static final byte VECTORS = 'V';
    /** Pairs summed at a time. */
    private static final int CHUNK = 1_024;

    /**
     * Fits to pairs.
     *
     * @param directions rows of length 1
     * @param pairs of them
     * @param shrinkage ρ, more than 0: towards the identity, since few pairs say little about many directions
     * @param threads how many threads compute, at least 1
     * @return empty where no pair differs
     * @throws IllegalArgumentException if a number is not finite, or the shrinkage is not like that
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static Optional<NeighbourWhitening> of(
            Rows directions, MutualNeighbours pairs, double shrinkage, int threads) {
        if (!(shrinkage > 0 && shrinkage < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("shrinkage is %s, must be more than 0".formatted(shrinkage));
        }
        return Blas.withThreads(threads, () -> {
            int width = directions.width();
            try (DoublePointer scatter = new DoublePointer((long) width * width)) {
                sumUp(directions, pairs, scatter);
                double mean = trace(scatter, width) / width;
                if (!Double.isFinite(mean)) {
                    throw new IllegalArgumentException(
                            "%d pairs of %s vary by %s, must be finite".formatted(pairs.count(), directions, mean));
                }
                return mean > 0 ? Optional.of(of(scatter, width, mean, shrinkage)) : Optional.empty();
            }
        });
    }

    /** The lower triangle of W by columns, mirrored. */
    static double[] scatter(Rows directions, MutualNeighbours pairs) {
        int width = directions.width();
        double[] mirrored = new double[width * width];
        Blas.load();
        try (DoublePointer scatter = new DoublePointer(mirrored.length)) {
            sumUp(directions, pairs, scatter);
            scatter.get(mirrored);
        }
        for (int column = 0; column < width; column++) {
            for (int row = 0; row < column; row++) {
                mirrored[column * width + row] = mirrored[row * width + column];
            }
        }
        return mirrored;
    }

    private static void sumUp(Rows directions, MutualNeighbours pairs, DoublePointer scatter) {
        int width = directions.width();
        int chunk = Math.max(1, Math.min(CHUNK, pairs.count()));
        double[] differences = new double[Math.multiplyExact(chunk, width)];
        try (DoublePointer block = new DoublePointer(differences.length)) {
            int first = 0;
            do {
                int count = Math.min(chunk, pairs.count() - first);
                for (int i = 0; i < count; i++) {
                    int one = pairs.first()[first + i] * width;
                    int other = pairs.second()[first + i] * width;
                    for (int j = 0; j < width; j++) {
                        differences[i * width + j] = (double) directions.values()[one + j]
                                - directions.values()[other + j];
                    }
                }
                block.put(differences, 0, count * width);
                openblas.cblas_dsyrk(
                        openblas.CblasColMajor,
                        openblas.CblasLower,
                        openblas.CblasNoTrans,
                        width,
                        count,
                        0.5 / Math.max(1, pairs.count()),
                        block,
                        width,
                        first == 0 ? 0 : 1,
                        scatter,
                        width);
                first += count;
            } while (first < pairs.count());
        }
    }

    private static double trace(DoublePointer scatter, int width) {
        double trace = 0;
        for (int j = 0; j < width; j++) {
            trace += scatter.get((long) j * width + j);
        }
        return trace;
    }

    /** Eigenvalues ascend, and so factors descend. */
    private static NeighbourWhitening of(DoublePointer scatter, int width, double mean, double shrinkage) {
        try (DoublePointer values = new DoublePointer(width)) {
            int result =
                    openblas.LAPACKE_dsyevd(openblas.LAPACK_COL_MAJOR, VECTORS, LOWER, width, scatter, width, values);
            if (result != 0) {
                throw new IllegalStateException("LAPACK's dsyevd gave up with code %d".formatted(result));
            }
            double[] factors = new double[width];
            values.get(factors);
            for (int i = 0; i < width; i++) {
                factors[i] = 1 / Math.sqrt(Math.max(factors[i], 0) + shrinkage * mean);
            }
            double[] axes = new double[width * width];
            scatter.get(axes);
            for (int i = 0; i < width; i++) {
                fixSign(axes, i * width, width);
            }
            return new NeighbourWhitening(factors, axes, mean);
        }
    }

    private static void fixSign(double[] axes, int at, int width) {
        double largest = 0;
        for (int j = at; j < at + width; j++) {
            if (Math.abs(axes[j]) > Math.abs(largest)) {
                largest = axes[j];
            }
        }
        if (largest < 0) {
            for (int j = at; j < at + width; j++) {
                axes[j] = -axes[j];
            }
        }
    }

    /** How many coordinates there are, before and after. */
    public int dimensions() {
        return factors.length;
    }

    /**
     * The basis that does both: the one that the directions come from, and this map.
     *
     * @param basis dimensions × features, row after row
     * @return as large, {@code diag(f) · Vᵀ · basis}
     * @throws IllegalArgumentException if it does not have as many rows as there are dimensions
     */
    public float[] after(float[] basis) {
        int width = dimensions();
        int features = basis.length / width;
        if (features == 0 || basis.length != (long) features * width) {
            throw new IllegalArgumentException(
                    "a basis of %d values does not have %d rows".formatted(basis.length, width));
        }
        double[] widened = new double[basis.length];
        Arrays.setAll(widened, i -> basis[i]);
        double[] scaled = axes.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factors[i / width];
        }
        try (DoublePointer left = new DoublePointer(scaled);
                DoublePointer right = new DoublePointer(widened);
                DoublePointer product = new DoublePointer(widened.length)) {
            openblas.cblas_dgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasNoTrans,
                    width,
                    features,
                    width,
                    1,
                    left,
                    width,
                    right,
                    features,
                    0,
                    product,
                    features);
            product.get(widened);
        }
        float[] result = new float[widened.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) widened[i];
        }
        return result;
    }
}
