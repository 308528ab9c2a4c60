package org.lookalike.latent.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of one point among fixed ones: where it is pulled most, which is near most of its neighbours. Far
 * ones count little, as they do on the map itself, so that a point between two groups goes to one of them and not into the
 * gap. Used by one thread.
 */
final class OutOfSamplePlacement {
    private static final int STEPS = 20;

    private final float[] x;
    private final float[] y;

    /** @param x of the fixed points, NaN where one has no place yet; {@code y} likewise */
    OutOfSamplePlacement(float[] x, float[] y) {
        this.x = x;
        this.y = y;
    }

    /**
     * Places one point.
     *
     * @param neighbours which points are neighbours
     * @param weights how much each counts
     * @param at where those of the point begin, in both arrays
     * @return null if no neighbour has a place
     */
    @Nullable
    Place of(int[] neighbours, float[] weights, int at, int count) {
        float[] placedX = new float[count];
        float[] placedY = new float[count];
        float[] placedWeights = new float[count];
        int placed = 0;
        for (int k = at; k < at + count; k++) {
            int neighbour = neighbours[k];
            if (!Float.isNaN(x[neighbour])) {
                placedX[placed] = x[neighbour];
                placedY[placed] = y[neighbour];
                placedWeights[placed++] = weights[k];
            }
        }
        if (placed == 0) {
            return null;
        }
        return new Pull(
                        Arrays.copyOf(placedX, placed),
                        Arrays.copyOf(placedY, placed),
                        Arrays.copyOf(placedWeights, placed))
                .strongest();
    }

    /** The pull of some points: the sum of {@code weight / (1 + d²)}. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Pull(float[] x, float[] y, float[] weights) {
        Place strongest() {
            int best = 0;
            double max = -1;
            for (int candidate = 0; candidate < x.length; candidate++) {
                double pull = at(x[candidate], y[candidate]);
                if (pull > max) {
                    max = pull;
                    best = candidate;
                }
            }
            // Each step goes to the mean under the weights that count here, and so uphill.
            double atX = x[best];
            double atY = y[best];
            for (int step = 0; step < STEPS; step++) {
                double sum = 0;
                double sumX = 0;
                double sumY = 0;
                for (int k = 0; k < x.length; k++) {
                    double near = near(k, atX, atY);
                    double weight = weights[k] * near * near;
                    sum += weight;
                    sumX += weight * x[k];
                    sumY += weight * y[k];
                }
                if (!(sum > 0)) {
                    break;
                }
                atX = sumX / sum;
                atY = sumY / sum;
            }
            return new Place((float) atX, (float) atY);
        }

        private double at(double pointX, double pointY) {
            double pull = 0;
            for (int k = 0; k < x.length; k++) {
                pull += weights[k] * near(k, pointX, pointY);
            }
            return pull;
        }

        private double near(int k, double pointX, double pointY) {
            double dx = x[k] - pointX;
            double dy = y[k] - pointY;
            return 1 / (1 + dx * dx + dy * dy);
        }
    }
}
