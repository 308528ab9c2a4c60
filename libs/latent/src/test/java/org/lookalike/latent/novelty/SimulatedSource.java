package org.lookalike.latent.novelty;

import java.util.Random;

/** A camera that sees five kinds of parts, in batches of random length. */
final class SimulatedSource {
    private static final int KINDS = 5;

    private final Random random;
    private final double meanBatch;
    private final double[][] kinds;
    private int kind;

    /** How far all vectors lie to one side. */
    double shift;
    /** What all vectors are multiplied with. */
    double scale = 1;
    /** The deviation of the vectors of one kind, along each axis. */
    double noise = 1;

    SimulatedSource(int dimensions, double meanBatch, long seed) {
        random = new Random(seed);
        this.meanBatch = meanBatch;
        kinds = new double[KINDS][dimensions];
        for (double[] centre : kinds) {
            for (int d = 0; d < dimensions; d++) {
                centre[d] = 1.3 * random.nextGaussian();
            }
        }
    }

    float[] next() {
        if (random.nextDouble() < 1 / meanBatch) {
            kind = random.nextInt(KINDS);
        }
        float[] vector = new float[kinds[kind].length];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) (scale * (kinds[kind][d] + noise * random.nextGaussian()));
        }
        vector[0] += (float) shift;
        vector[1] -= (float) shift;
        return vector;
    }
}
