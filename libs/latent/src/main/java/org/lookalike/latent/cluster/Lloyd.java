package org.lookalike.latent.cluster;

import java.util.Arrays;

/**
 * One start of k-means by Lloyd's iterations. Sums of members are kept in double precision and follow only the rows that
 * change their cluster.
 */
final class Lloyd {
    private static final int NONE = -1;
    /** Squared distances below this part of the mean are rounding errors. */
    private static final double NOTHING = 1e-12;

    private final Sample sample;
    private final int clusters;
    private final double[] centres;
    private final double[] sums;
    private final int[] sizes;
    private int[] assignment;
    private int[] next;
    private final NearestCentres nearest;

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
        this.nearest = new NearestCentres(sample, clusters);
        Arrays.fill(assignment, NONE);
    }

    /** Iterates until no row changes its cluster, centres stay where they are, or the limit is reached. */
    void run(int maxIterations, double tolerance) {
        double enough = tolerance * sample.meanSquaredNorm() / sample.width();
        boolean settled = false;
        while (!converged && iterations < maxIterations) {
            iterations++;
            nearest.find(centres, next);
            repair();
            settled = Arrays.equals(assignment, next);
            double shift = settled ? 0 : update();
            converged = settled || shift <= enough;
        }
        if (!settled) {
            // The last update moved centres: each row belongs to what is nearest now.
            nearest.find(centres, next);
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

    /** Each row's cluster; not a copy. */
    int[] assignment() {
        return assignment;
    }

    /** The centres, one after the other; not a copy. */
    double[] centres() {
        return centres;
    }

    /** Gives each empty cluster the row that lies farthest from its centre, where there is one. */
    private void repair() {
        int[] members = new int[clusters];
        for (int cluster : next) {
            members[cluster]++;
        }
        if (Arrays.stream(members).noneMatch(count -> count == 0)) {
            return;
        }
        double[] distances = sample.squaredDistances(centres, next);
        for (int c = 0; c < clusters; c++) {
            if (members[c] == 0) {
                int row = farthest(members, distances);
                if (row == NONE) {
                    return;
                }
                members[next[row]]--;
                members[c]++;
                next[row] = c;
                nearest.reassign(row, c);
                distances[row] = 0;
            }
        }
    }

    private int farthest(int[] members, double[] distances) {
        int found = NONE;
        for (int row = 0; row < next.length; row++) {
            if (members[next[row]] > 1 && (found == NONE || distances[row] > distances[found])) {
                found = row;
            }
        }
        boolean apart = found != NONE && distances[found] > NOTHING * sample.meanSquaredNorm();
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
