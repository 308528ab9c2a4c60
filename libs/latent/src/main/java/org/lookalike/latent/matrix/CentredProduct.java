package org.lookalike.latent.matrix;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Products of rows, less a mean, with some axes: {@code axes · (row − mean)}. Thread-safe. */
public final class CentredProduct {
    /** Numbers in a chunk of centred rows: 4 MiB. */
    private static final int CHUNK = 1 << 20;

    private CentredProduct() {}

    /**
     * Multiplies one row, in plain Java.
     *
     * @param axes one after the other, each as wide as the mean
     * @return a number for each axis
     * @throws IllegalArgumentException if the width differs, or a product is not finite
     */
    public static float[] of(float[] mean, float[] axes, float[] row) {
        if (row.length != mean.length) {
            throw new IllegalArgumentException("vector of width %d, must be %d".formatted(row.length, mean.length));
        }
        float[] centred = new float[mean.length];
        for (int j = 0; j < mean.length; j++) {
            centred[j] = row[j] - mean[j];
        }
        float[] products = new float[axes.length / mean.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = (float) Vectors.dot(axes, i * mean.length, centred, 0, centred.length);
        }
        return requireFinite(products, products.length);
    }

    /**
     * Multiplies many rows, with the native library.
     *
     * @param axes one after the other, each as wide as the mean
     * @return for each row as many numbers as there are axes, row after row
     * @throws IllegalArgumentException if the width differs, or a product is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static float[] of(float[] mean, float[] axes, Rows rows) {
        int width = rows.width();
        if (width != mean.length) {
            throw new IllegalArgumentException("rows of width %d, must be %d".formatted(width, mean.length));
        }
        Blas.load();
        int number = axes.length / width;
        float[] products = new float[Math.multiplyExact(rows.count(), number)];
        int chunk = Math.max(1, Math.min(rows.count(), CHUNK / width));
        try (Workers workers = new Workers(1);
                FloatPointer multipliers = new FloatPointer(axes);
                FloatPointer centred = new FloatPointer((long) chunk * width);
                FloatPointer product = new FloatPointer((long) chunk * number)) {
            for (int first = 0; first < rows.count(); first += chunk) {
                int count = Math.min(chunk, rows.count() - first);
                CentredCopy.of(rows, first, count, mean, centred, workers);
                openblas.cblas_sgemm(
                        openblas.CblasRowMajor,
                        openblas.CblasNoTrans,
                        openblas.CblasTrans,
                        count,
                        number,
                        width,
                        1,
                        centred,
                        width,
                        multipliers,
                        width,
                        0,
                        product,
                        number);
                product.get(products, first * number, count * number);
            }
        }
        return requireFinite(products, number);
    }

    private static float[] requireFinite(float[] products, int number) {
        for (int at = 0; at < products.length; at++) {
            if (!Float.isFinite(products[at])) {
                throw new IllegalArgumentException(
                        "row %d projects to %s: its numbers must be finite and their products within single precision"
                                .formatted(at / number, products[at]));
            }
        }
        return products;
    }
}
