package org.lookalike.lab.figures;

import org.lookalike.latent.matrix.Rows;

/** Predicts the class of vectors that it has not seen. Thread-safe. */
@FunctionalInterface
public interface Classifier {
    /**
     * Classifies.
     *
     * @param rows as wide as what the classifier was fitted to, of finite numbers
     * @return the class of each
     * @throws IllegalArgumentException if the rows are not like that
     */
    int[] classify(Rows rows);
}
