package org.lookalike.latent.map;

import java.util.SplittableRandom;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;

/** Rows in groups, to which they belong in turn. */
final class GroupedTestRows {
    private GroupedTestRows() {}

    /** @param apart how far group centres scatter, in units of the scatter within a group */
    static Rows of(int count, int width, int groups, double apart, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] centres = new double[groups * width];
        for (int j = 0; j < centres.length; j++) {
            centres[j] = apart * random.nextGaussian();
        }
        float[] values = new float[count * width];
        for (int j = 0; j < values.length; j++) {
            int row = j / width;
            values[j] = (float) (centres[row % groups * width + j % width] + random.nextGaussian());
        }
        return Rows.of(values, width);
    }

    /** The share of rows whose nearest other on the map is of their group. */
    static double purity(Rows positions, int groups) {
        int[] nearest = NeighbourSearch.in(positions, Metric.EUCLIDEAN)
                .nearestOthers(1, 2)
                .indices();
        int same = 0;
        for (int i = 0; i < nearest.length; i++) {
            same += nearest[i] % groups == i % groups ? 1 : 0;
        }
        return (double) same / nearest.length;
    }
}
