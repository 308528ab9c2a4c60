package org.lookalike.latent.evaluation;

import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/** Takes the mean of some rows off others. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Centring(float[] mean) {
    static Centring of(Rows rows) {
        try (Workers workers = new Workers(1)) {
            double[] precise = ColumnMeans.of(rows, workers);
            float[] mean = new float[precise.length];
            for (int j = 0; j < mean.length; j++) {
                mean[j] = (float) precise[j];
            }
            return new Centring(mean);
        }
    }

    Rows apply(Rows rows) {
        if (rows.width() != mean.length) {
            throw new IllegalArgumentException("%s, must be of width %d".formatted(rows, mean.length));
        }
        float[] centred = rows.values().clone();
        for (int at = 0; at < centred.length; at++) {
            centred[at] -= mean[at % mean.length];
        }
        return Rows.of(centred, mean.length);
    }
}
