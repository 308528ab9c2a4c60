package org.lookalike.latent.linear;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.Workers;

/** The largest eigenvalues of a symmetric matrix, descending, and their eigenvectors with fixed signs. */
final class ScatterSpectrum {
    private static final byte LOWER = 'L';
    private static final byte VALUES = 'N';
    private static final byte VECTORS = 'V';
    private static final byte ALL = 'A';
    private static final byte BY_INDEX = 'I';

    /** Columns converted at a time. */
    private static final int BLOCK = 16;

    private final double[] values;
    private final float[] vectors;

    private ScatterSpectrum(double[] values, float[] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /** How many of the largest eigenvalues are enough for a sum; leaves the matrix as it is. */
    static int leading(FloatPointer matrix, int size, double enough) {
        try (FloatPointer copy = new FloatPointer((long) size * size);
                FloatPointer values = new FloatPointer(size)) {
            Pointer.memcpy(copy, matrix, (long) size * size * Float.BYTES);
            succeed(
                    openblas.LAPACKE_ssyevd(openblas.LAPACK_COL_MAJOR, VALUES, LOWER, size, copy, size, values),
                    "ssyevd");
            double sum = 0;
            for (int i = 1; i < size; i++) {
                sum += values.get((long) size - i);
                if (sum >= enough) {
                    return i;
                }
            }
            return size;
        }
    }

    /**
     * Finds eigenvalues and eigenvectors.
     *
     * @param matrix its lower triangle by columns, with anything above; destroyed
     * @param wanted how many, 1 to {@code size}
     */
    static ScatterSpectrum of(FloatPointer matrix, int size, int wanted, Workers workers) {
        try (DoublePointer precise = new DoublePointer((long) size * size);
                DoublePointer basis = new DoublePointer((long) size * wanted);
                DoublePointer image = new DoublePointer((long) size * wanted);
                DoublePointer small = new DoublePointer((long) wanted * wanted);
                DoublePointer ritz = new DoublePointer(wanted)) {
            widen(matrix, precise, size, size, workers);
            approximate(matrix, size, wanted, basis, workers);
            // One step of subspace iteration …
            multiply(precise, size, basis, wanted, image);
            orthonormalise(image, size, wanted, ritz);
            // … and the best approximation of the eigenvectors within the subspace.
            multiply(precise, size, image, wanted, basis);
            product(openblas.CblasTrans, wanted, wanted, size, image, size, basis, size, small, wanted);
            succeed(
                    openblas.LAPACKE_dsyevd(openblas.LAPACK_COL_MAJOR, VECTORS, LOWER, wanted, small, wanted, ritz),
                    "dsyevd");
            product(openblas.CblasNoTrans, size, wanted, wanted, image, size, small, wanted, basis, size);
            return descending(ritz, basis, size, wanted);
        }
    }

    /** The eigenvalue at a place, from the largest one at 0. */
    double value(int index) {
        return values[index];
    }

    /** Eigenvectors one after the other, each of length 1 with its largest component positive. */
    float[] vectors() {
        return vectors;
    }

    /** How many eigenvalues are larger than a limit, the first one always counted. */
    int largerThan(double limit) {
        int count = 1;
        while (count < values.length && values[count] > limit) {
            count++;
        }
        return count;
    }

    private static void approximate(FloatPointer matrix, int size, int wanted, DoublePointer basis, Workers workers) {
        try (FloatPointer values = new FloatPointer(size);
                FloatPointer vectors = new FloatPointer((long) size * wanted);
                IntPointer support = new IntPointer(2L * wanted);
                IntPointer found = new IntPointer(1)) {
            succeed(
                    openblas.LAPACKE_ssyevr(
                            openblas.LAPACK_COL_MAJOR,
                            VECTORS,
                            wanted == size ? ALL : BY_INDEX,
                            LOWER,
                            size,
                            matrix,
                            size,
                            0,
                            0,
                            size - wanted + 1,
                            size,
                            0,
                            found,
                            values,
                            vectors,
                            size,
                            support),
                    "ssyevr");
            widen(vectors, basis, size, wanted, workers);
        }
    }

    private static void widen(FloatPointer from, DoublePointer to, int size, int columns, Workers workers) {
        workers.run(Workers.blocks(columns, BLOCK), (worker, block) -> {
            int count = size * Math.min(BLOCK, columns - block * BLOCK);
            long at = (long) block * BLOCK * size;
            float[] single = new float[count];
            double[] twice = new double[count];
            new FloatPointer(from).position(at).get(single);
            for (int i = 0; i < count; i++) {
                twice[i] = single[i];
            }
            new DoublePointer(to).position(at).put(twice);
        });
    }

    private static void multiply(DoublePointer matrix, int size, DoublePointer by, int columns, DoublePointer result) {
        openblas.cblas_dsymm(
                openblas.CblasColMajor,
                openblas.CblasLeft,
                openblas.CblasLower,
                size,
                columns,
                1,
                matrix,
                size,
                by,
                size,
                0,
                result,
                size);
    }

    private static void product(
            int transposed,
            int rows,
            int columns,
            int inner,
            DoublePointer left,
            int leftStride,
            DoublePointer right,
            int rightStride,
            DoublePointer result,
            int resultStride) {
        openblas.cblas_dgemm(
                openblas.CblasColMajor,
                transposed,
                openblas.CblasNoTrans,
                rows,
                columns,
                inner,
                1,
                left,
                leftStride,
                right,
                rightStride,
                0,
                result,
                resultStride);
    }

    /** By Householder reflections, which also find a basis where the columns have fewer directions than columns. */
    private static void orthonormalise(DoublePointer columns, int size, int count, DoublePointer scratch) {
        succeed(openblas.LAPACKE_dgeqrf(openblas.LAPACK_COL_MAJOR, size, count, columns, size, scratch), "dgeqrf");
        succeed(
                openblas.LAPACKE_dorgqr(openblas.LAPACK_COL_MAJOR, size, count, count, columns, size, scratch),
                "dorgqr");
    }

    private static ScatterSpectrum descending(DoublePointer ritz, DoublePointer basis, int size, int wanted) {
        double[] values = new double[wanted];
        float[] vectors = new float[Math.multiplyExact(wanted, size)];
        double[] vector = new double[size];
        for (int i = 0; i < wanted; i++) {
            int from = wanted - 1 - i;
            values[i] = ritz.get(from);
            new DoublePointer(basis).position((long) from * size).get(vector);
            double sign = signOfLargest(vector);
            for (int j = 0; j < size; j++) {
                vectors[i * size + j] = (float) (sign * vector[j]);
            }
        }
        return new ScatterSpectrum(values, vectors);
    }

    /** Either sign of an eigenvector is right; fixing it makes refits comparable. */
    private static double signOfLargest(double[] vector) {
        double max = 0;
        for (double component : vector) {
            if (Math.abs(component) > Math.abs(max)) {
                max = component;
            }
        }
        return max < 0 ? -1 : 1;
    }

    private static void succeed(int result, String routine) {
        if (result != 0) {
            throw new IllegalStateException("LAPACK's %s gave up with code %d".formatted(routine, result));
        }
    }
}
