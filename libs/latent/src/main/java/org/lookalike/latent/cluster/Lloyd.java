package org.lookalike.latent.cluster;

import java.util.Arrays;

/**
 * One start of k-means by Lloyd's iterations. A row's nearest centre comes from one matrix product for all; sums of
 * members are kept in double precision and follow only the rows that change their cluster.
 */
final class Lloyd {
    private static final int NONE = -1;
    /** Squared distances below this part of the mean one are what rounding leaves of nothing. */
    private static final double NOTHING = 1e-12;

    private final Sample sample;
    private final int clusters;
    private final double[] centres;
    private final double[] sums;
    private final int[] sizes;
    private int[] assignment;
    private int[] next;
    /** Squared distance of each row to its nearest centre, to single precision. */
    private final float[] distances;

    private int iterations;
    private boolean converged;

    /** Starts from centres, one after the other. */
    Lloyd(Sample sample, double[] centres) {
        this.sample = sample;
        this.clusters = centres.length / sample.width();
        this.centres = centres.clone();
        this.sums = new double[centres.length];
        this.sizes = new int[clusters];
        this.assignment = new int[sample.count()];
        this.next = new int[sample.count()];
        this.distances = new float[sample.count()];
        Arrays.fill(assignment, NONE);
    }

    /** Iterates until no row changes its cluster, centres stay where they are, or the limit is reached. */
    void run(int maxIterations, double tolerance) {
        double enough = tolerance * sample.meanSquaredNorm() / sample.width();
        boolean settled = false;
        while (!converged && iterations < maxIterations) {
            iterations++;
            assign();
            repair();
            settled = Arrays.equals(assignment, next);
            double shift = settled ? 0 : update();
            converged = settled || shift <= enough;
        }
        if (!settled) {
            // The last update moved centres: each row belongs to what is nearest now.
            assign();
            accept();
        }
    }

    int clusters() {
        return clusters;
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }

    int assigned(int row) {
        return assignment[row];
    }

    /** The centres, one after the other; not a copy. */
    double[] centres() {
        return centres;
    }

    private void assign() {
        int width = sample.width();
        float[] centred = new float[centres.length];
        float[] halfNorms = new float[clusters];
        for (int c = 0; c < clusters; c++) {
            double square = 0;
            for (int j = 0; j < width; j++) {
                double difference = centres[c * width + j] - sample.mean(j);
                centred[c * width + j] = (float) difference;
                square += difference * difference;
            }
            halfNorms[c] = (float) (square / 2);
        }
        int[] nearest = next;
        sample.multiply(centred, clusters, (first, count, products) -> {
            for (int i = 0; i < count; i++) {
                int index = smallest(products, i * clusters, halfNorms);
                float half = halfNorms[index] - products[i * clusters + index];
                nearest[first + i] = index;
                distances[first + i] = sample.squaredNorm(first + i) + 2 * half;
            }
        });
    }

    /** Where half the squared norm less the product, and so the distance, is smallest. */
    private static int smallest(float[] products, int at, float[] halfNorms) {
        int index = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int c = 0; c < halfNorms.length; c++) {
            float half = halfNorms[c] - products[at + c];
            if (half < least) {
                least = half;
                index = c;
            }
        }
        return index;
    }

    /** Gives each empty cluster the row that lies farthest from its centre, where there is one. */
    private void repair() {
        int[] members = new int[clusters];
        for (int cluster : next) {
            members[cluster]++;
        }
        for (int c = 0; c < clusters; c++) {
            if (members[c] == 0) {
                int row = farthest(members);
                if (row == NONE) {
                    return;
                }
                members[next[row]]--;
                members[c]++;
                next[row] = c;
                distances[row] = 0;
            }
        }
    }

    private int farthest(int[] members) {
        int found = NONE;
        for (int row = 0; row < next.length; row++) {
            if (members[next[row]] > 1 && (found == NONE || distances[row] > distances[found])) {
                found = row;
            }
        }
        boolean apart = found != NONE
                && sample.squaredDistance(found, centres, next[found] * sample.width())
                        > NOTHING * sample.meanSquaredNorm();
        return apart ? found : NONE;
    }

    /** Moves the centres to the means of their members. */
    private double update() {
        int[] moved = moved();
        int width = sample.width();
        // Each thread has its columns and takes rows in order, so that sums round alike for any number of threads.
        int slices = Math.min(width, sample.workers().threads());
        sample.workers().run(slices, (worker, slice) -> {
            int from = (int) ((long) width * slice / slices);
            int to = (int) ((long) width * (slice + 1) / slices);
            for (int row : moved) {
                add(1, row, next[row], from, to);
                if (assignment[row] != NONE) {
                    add(-1, row, assignment[row], from, to);
                }
            }
        });
        accept();
        double shift = 0;
        for (int c = 0; c < clusters; c++) {
            for (int j = c * width; sizes[c] > 0 && j < (c + 1) * width; j++) {
                double mean = sums[j] / sizes[c];
                shift += (mean - centres[j]) * (mean - centres[j]);
                centres[j] = mean;
            }
        }
        return shift;
    }

    private int[] moved() {
        int[] rows = new int[next.length];
        int count = 0;
        for (int row = 0; row < next.length; row++) {
            if (next[row] != assignment[row]) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private void add(int sign, int row, int cluster, int from, int to) {
        float[] values = sample.rows().values();
        int width = sample.width();
        int source = row * width;
        int target = cluster * width;
        for (int j = from; j < to; j++) {
            sums[target + j] += sign * values[source + j];
        }
    }

    private void accept() {
        int[] former = assignment;
        assignment = next;
        next = former;
        Arrays.fill(sizes, 0);
        for (int cluster : assignment) {
            sizes[cluster]++;
        }
    }
}
