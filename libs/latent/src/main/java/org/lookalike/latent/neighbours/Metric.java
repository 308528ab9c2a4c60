package org.lookalike.latent.neighbours;

import org.lookalike.latent.matrix.Rows;

/** How distance is measured. */
public enum Metric {
    /** Euclidean distance. */
    EUCLIDEAN,
    /**
     * Angle: the squared distance is {@code 2 · (1 − cosine)}, that of the vectors scaled to length 1. A row of zeros has
     * cosine 0 with every other.
     */
    COSINE;

    /** Rows whose Euclidean distances are what this metric says, but for rows of zeros. */
    public Rows euclidean(Rows rows) {
        return this == COSINE ? rows.normalised() : rows;
    }
}
