package org.lookalike.latent.novelty;

import org.lookalike.latent.matrix.Vectors;

/** The mean of some vectors, and their root mean squared distance from it. */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
record Moments(double[] mean, double spread) {
    /** Of the vectors in blocks {@code from} to {@code to - 1}. */
    static Moments of(float[][] blocks, int from, int to, int dimensions) {
        double[] mean = new double[dimensions];
        long vectors = (long) (to - from) * (blocks[from].length / dimensions);
        for (int b = from; b < to; b++) {
            for (int at = 0; at < blocks[b].length; at += dimensions) {
                Vectors.addScaled(1.0 / vectors, blocks[b], at, mean);
            }
        }
        double squares = 0;
        for (int b = from; b < to; b++) {
            for (int at = 0; at < blocks[b].length; at += dimensions) {
                squares += Vectors.squaredDistance(blocks[b], at, mean, 0, dimensions);
            }
        }
        return new Moments(mean, Math.sqrt(squares / vectors));
    }

    double distance(Moments other) {
        double[] difference = mean.clone();
        Vectors.addScaled(-1, other.mean, difference);
        return Vectors.norm(difference);
    }
}
