package org.lookalike.latent.linear;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.CentredCopy;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/** The way into a model's dimensions and back. */
final class Projection {
    /** Numbers in a chunk of centred rows: 4 MiB. */
    private static final int CHUNK = 1 << 20;

    private Projection() {}

    static float[] one(PcaModel model, float[] vector) {
        requireWidth("vector", vector.length, model.features());
        float[] mean = model.mean();
        float[] centred = new float[mean.length];
        for (int j = 0; j < mean.length; j++) {
            centred[j] = vector[j] - mean[j];
        }
        float[] projection = new float[model.dimensions()];
        for (int i = 0; i < projection.length; i++) {
            projection[i] = dot(model.components(), i * mean.length, centred);
        }
        return finish(model, projection);
    }

    static Rows many(PcaModel model, Rows rows) {
        requireWidth("rows", rows.width(), model.features());
        float[] projections = new float[Math.multiplyExact(rows.count(), model.dimensions())];
        multiply(model, rows, model.mean(), projections);
        return Rows.of(finish(model, projections), model.dimensions());
    }

    static float[] back(PcaModel model, float[] projection) {
        requireWidth("projection", projection.length, model.dimensions());
        float[] vector = model.mean().clone();
        for (int i = 0; i < projection.length; i++) {
            addScaled(model.components(), i * vector.length, projection[i] * deviation(model, i), vector);
        }
        return vector;
    }

    static double explainedShare(PcaModel model, Rows rows) {
        requireWidth("rows", rows.width(), model.features());
        float[] mean = new float[rows.width()];
        try (Workers workers = new Workers(1)) {
            double[] precise = ColumnMeans.of(rows, workers);
            for (int j = 0; j < mean.length; j++) {
                mean[j] = (float) precise[j];
            }
        }
        double total = 0;
        float[] values = rows.values();
        for (int at = 0; at < values.length; at += mean.length) {
            total += squaredDistance(values, at, mean);
        }
        if (total == 0) {
            throw new IllegalArgumentException("%s: all equal, a share of variance needs some".formatted(rows));
        }
        float[] projections = new float[Math.multiplyExact(rows.count(), model.dimensions())];
        multiply(model, rows, mean, projections);
        double explained = squaredDistance(projections, 0, new float[projections.length]);
        return Math.min(1, explained / total);
    }

    private static void multiply(PcaModel model, Rows rows, float[] mean, float[] result) {
        Blas.load();
        int width = rows.width();
        int dimensions = model.dimensions();
        int chunk = Math.max(1, Math.min(rows.count(), CHUNK / width));
        try (Workers workers = new Workers(1);
                FloatPointer components = new FloatPointer(model.components());
                FloatPointer centred = new FloatPointer((long) chunk * width);
                FloatPointer product = new FloatPointer((long) chunk * dimensions)) {
            for (int first = 0; first < rows.count(); first += chunk) {
                int count = Math.min(chunk, rows.count() - first);
                CentredCopy.of(rows, first, count, mean, centred, workers);
                openblas.cblas_sgemm(
                        openblas.CblasRowMajor,
                        openblas.CblasNoTrans,
                        openblas.CblasTrans,
                        count,
                        dimensions,
                        width,
                        1,
                        centred,
                        width,
                        components,
                        width,
                        0,
                        product,
                        dimensions);
                product.get(result, first * dimensions, count * dimensions);
            }
        }
    }

    /** Checks and, where asked for, whitens projections that lie one after the other. */
    private static float[] finish(PcaModel model, float[] projections) {
        int dimensions = model.dimensions();
        for (int at = 0; at < projections.length; at++) {
            if (!Float.isFinite(projections[at])) {
                throw new IllegalArgumentException(
                        "row %d projects to %s: its numbers must be finite and their products within single precision"
                                .formatted(at / dimensions, projections[at]));
            }
            projections[at] /= deviation(model, at % dimensions);
        }
        return projections;
    }

    private static float deviation(PcaModel model, int dimension) {
        return model.whitened() ? (float) Math.sqrt(model.explainedVariance()[dimension]) : 1;
    }

    /** In four sums, so that an addition need not wait for the one before. */
    private static float dot(float[] components, int at, float[] vector) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int j = 0;
        for (; j + 3 < vector.length; j += 4) {
            first += components[at + j] * vector[j];
            second += components[at + j + 1] * vector[j + 1];
            third += components[at + j + 2] * vector[j + 2];
            fourth += components[at + j + 3] * vector[j + 3];
        }
        for (; j < vector.length; j++) {
            first += components[at + j] * vector[j];
        }
        return (first + second) + (third + fourth);
    }

    private static void addScaled(float[] components, int at, float factor, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * components[at + j];
        }
    }

    private static double squaredDistance(float[] values, int at, float[] from) {
        double square = 0;
        for (int j = 0; j < from.length; j++) {
            double difference = (double) values[at + j] - from[j];
            square += difference * difference;
        }
        return square;
    }

    private static void requireWidth(String thing, int width, int expected) {
        if (width != expected) {
            throw new IllegalArgumentException("%s of width %d, must be %d".formatted(thing, width, expected));
        }
    }
}
