package org.lookalike.latent.map;

import org.lookalike.latent.matrix.Rows;

/** What "near" means for the rows that a map is made of. */
public enum Metric {
    /** Euclidean distance. */
    EUCLIDEAN,
    /**
     * Angle: Euclidean distance between rows scaled to length 1, whose square is {@code 2 · (1 − cosine)}. A row of zeros
     * lies at distance 1 from every other.
     */
    COSINE;

    /** Rows whose Euclidean distances are what this metric says. */
    Rows euclidean(Rows rows) {
        return this == COSINE ? rows.normalised() : rows;
    }
}
