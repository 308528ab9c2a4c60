package org.lookalike.lab.figures;

import org.lookalike.latent.matrix.ColumnMeans;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.matrix.Workers;

/** Subtracts the mean of some rows from others. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Centring(float[] mean) {
    static Centring of(Rows rows) {
        try (Workers workers = new Workers(1)) {
            return new Centring(Vectors.toFloats(ColumnMeans.of(rows, workers)));
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
