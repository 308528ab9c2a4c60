package org.lookalike.latent.linear;

import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/** The way into a model's dimensions and back. */
final class Projection {
    private Projection() {}

    static float[] one(PcaModel model, float[] vector) {
        return whitened(model, CentredProduct.of(model.mean(), model.components(), vector));
    }

    static Rows many(PcaModel model, Rows rows) {
        return Rows.of(whitened(model, CentredProduct.of(model.mean(), model.components(), rows)), model.dimensions());
    }

    static float[] back(PcaModel model, float[] projection) {
        if (projection.length != model.dimensions()) {
            throw new IllegalArgumentException(
                    "projection of width %d, must be %d".formatted(projection.length, model.dimensions()));
        }
        float[] vector = model.mean().clone();
        for (int i = 0; i < projection.length; i++) {
            addScaled(model.components(), i * vector.length, projection[i] * deviation(model, i), vector);
        }
        return vector;
    }

    static double explainedShare(PcaModel model, Rows rows) {
        float[] mean = new float[rows.width()];
        try (Workers workers = new Workers(1)) {
            double[] precise = ColumnMeans.of(rows, workers);
            for (int j = 0; j < mean.length; j++) {
                mean[j] = (float) precise[j];
            }
        }
        float[] products = CentredProduct.of(mean, model.components(), rows);
        double explained = squaredDistance(products, 0, new float[products.length]);
        double total = 0;
        float[] values = rows.values();
        for (int at = 0; at < values.length; at += mean.length) {
            total += squaredDistance(values, at, mean);
        }
        if (total == 0) {
            throw new IllegalArgumentException("%s: all equal, a share of variance needs some".formatted(rows));
        }
        return Math.min(1, explained / total);
    }

    /** Scales projections that lie one after the other, where the model asks for it. */
    private static float[] whitened(PcaModel model, float[] projections) {
        for (int at = 0; model.whitened() && at < projections.length; at++) {
            projections[at] /= deviation(model, at % model.dimensions());
        }
        return projections;
    }

    private static float deviation(PcaModel model, int dimension) {
        return model.whitened() ? (float) Math.sqrt(model.explainedVariance()[dimension]) : 1;
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
}
