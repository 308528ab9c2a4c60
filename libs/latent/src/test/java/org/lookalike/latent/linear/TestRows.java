package org.lookalike.latent.linear;

import java.util.SplittableRandom;
import org.lookalike.latent.matrix.Rows;

/** Rows whose truth is known. */
final class TestRows {
    private TestRows() {}

    /** Uniform numbers around 0. */
    static Rows uniform(int count, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return Rows.of(values, width);
    }

    /** Rows in a subspace of {@code rank} dimensions, around a point far from the origin. */
    static Rows ofRank(int count, int width, int rank, long seed) {
        float[] weights = uniform(count, rank, seed).values();
        float[] directions = uniform(rank, width, seed + 1).values();
        float[] values = new float[count * width];
        for (int i = 0; i < count; i++) {
            for (int r = 0; r < rank; r++) {
                double weight = weights[i * rank + r] / (1 + r);
                for (int j = 0; j < width; j++) {
                    values[i * width + j] += (float) (weight * directions[r * width + j]);
                }
            }
            for (int j = 0; j < width; j++) {
                values[i * width + j] += 3;
            }
        }
        return Rows.of(values, width);
    }

    /** The sample's variance along a direction, in double precision and by the definition. */
    static double varianceAlong(Rows rows, float[] components, int index) {
        int width = rows.width();
        double[] projections = new double[rows.count()];
        double mean = 0;
        for (int i = 0; i < projections.length; i++) {
            for (int j = 0; j < width; j++) {
                projections[i] += (double) rows.values()[i * width + j] * components[index * width + j];
            }
            mean += projections[i] / projections.length;
        }
        double sum = 0;
        for (double projection : projections) {
            sum += (projection - mean) * (projection - mean);
        }
        return sum / (projections.length - 1);
    }
}
