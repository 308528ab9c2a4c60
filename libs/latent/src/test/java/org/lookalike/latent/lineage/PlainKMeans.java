package org.lookalike.latent.lineage;

import java.util.Arrays;
import java.util.Random;

/** Lloyd's algorithm from a greedy k-means++ start, then with centres moved while that helps: for tests only. */
final class PlainKMeans {
    private static final int SWAPS = 16;
    private static final int CANDIDATES = 4;

    private final double[][] points;
    private final int clusters;
    private final Random random;

    PlainKMeans(double[][] points, int clusters, long seed) {
        this.points = points;
        this.clusters = clusters;
        random = new Random(seed);
    }

    /** The cluster of each point. */
    int[] assign() {
        double[][] best = settled(start());
        for (int swap = 0; swap < SWAPS; swap++) {
            double[][] swapped = settled(swapped(best, swap % 2 == 0));
            best = inertia(swapped) < inertia(best) ? swapped : best;
        }
        int[] assigned = new int[points.length];
        reassign(best, assigned);
        return assigned;
    }

    private double[][] settled(double[][] centres) {
        int[] assigned = new int[points.length];
        Arrays.fill(assigned, -1);
        while (reassign(centres, assigned)) {
            recentre(centres, assigned);
        }
        return centres;
    }

    /** The centre that is missed least goes to the point farthest from its own, or to one drawn among the far. */
    private double[][] swapped(double[][] centres, boolean farthest) {
        double[] missed = new double[centres.length];
        double[] nearest = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            int own = 0;
            double first = Double.POSITIVE_INFINITY;
            double second = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double distance = squared(points[i], centres[c]);
                second = Math.min(second, Math.max(first, distance));
                own = distance < first ? c : own;
                first = Math.min(first, distance);
            }
            missed[own] += second - first;
            nearest[i] = first;
        }
        int least = smallest(missed);
        int target = farthest
                ? smallest(Arrays.stream(nearest).map(distance -> -distance).toArray())
                : draw(nearest);
        double[][] swapped = Arrays.stream(centres).map(double[]::clone).toArray(double[][]::new);
        swapped[least] = points[target].clone();
        return swapped;
    }

    private static int smallest(double[] values) {
        int smallest = 0;
        for (int i = 1; i < values.length; i++) {
            smallest = values[i] < values[smallest] ? i : smallest;
        }
        return smallest;
    }

    private double inertia(double[][] centres) {
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (double[] centre : centres) {
            shrink(nearest, centre);
        }
        return Arrays.stream(nearest).sum();
    }

    private double[][] start() {
        double[][] centres = new double[clusters][];
        centres[0] = points[random.nextInt(points.length)];
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        shrink(nearest, centres[0]);
        for (int next = 1; next < clusters; next++) {
            double[] kept = nearest;
            double least = Double.POSITIVE_INFINITY;
            for (int candidate = 0; candidate < CANDIDATES; candidate++) {
                double[] point = points[draw(nearest)];
                double[] shrunk = nearest.clone();
                shrink(shrunk, point);
                double total = Arrays.stream(shrunk).sum();
                if (total < least) {
                    least = total;
                    kept = shrunk;
                    centres[next] = point;
                }
            }
            nearest = kept;
        }
        return Arrays.stream(centres).map(double[]::clone).toArray(double[][]::new);
    }

    private void shrink(double[] nearest, double[] centre) {
        for (int i = 0; i < points.length; i++) {
            nearest[i] = Math.min(nearest[i], squared(points[i], centre));
        }
    }

    private int draw(double[] weights) {
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private boolean reassign(double[][] centres, int[] assigned) {
        boolean changed = false;
        for (int i = 0; i < points.length; i++) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double distance = squared(points[i], centres[c]);
                if (distance < least) {
                    least = distance;
                    nearest = c;
                }
            }
            changed |= assigned[i] != nearest;
            assigned[i] = nearest;
        }
        return changed;
    }

    private void recentre(double[][] centres, int[] assigned) {
        int[] sizes = new int[centres.length];
        double[][] sums = new double[centres.length][points[0].length];
        for (int i = 0; i < points.length; i++) {
            sizes[assigned[i]]++;
            for (int d = 0; d < points[i].length; d++) {
                sums[assigned[i]][d] += points[i][d];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int d = 0; sizes[c] > 0 && d < sums[c].length; d++) {
                centres[c][d] = sums[c][d] / sizes[c];
            }
        }
    }

    private static double squared(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }
}
