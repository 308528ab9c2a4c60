package org.lookalike.latent.cluster;

/**
 * Options of k-means.
 *
 * @param clusters how many to find, at least 1
 * @param restarts how often to start anew from other centres, keeping the best, at least 1
 * @param maxIterations after how many iterations a start ends in any case, at least 1
 * @param tolerance a start ends when the squared shifts of all centres sum to no more than this part of the columns' mean
 *     variance; 0 goes on until no row changes its cluster
 * @param seed of the random choice of first centres: one seed, one result
 * @param threads how many threads compute, at least 1; the result does not depend on it
 */
public record KMeansOptions(int clusters, int restarts, int maxIterations, double tolerance, long seed, int threads) {
    private static final int RESTARTS = 3;
    private static final int MAX_ITERATIONS = 100;
    private static final double TOLERANCE = 1e-4;

    public KMeansOptions {
        require(clusters >= 1, "clusters", clusters, "at least 1");
        require(restarts >= 1, "restarts", restarts, "at least 1");
        require(maxIterations >= 1, "iterations", maxIterations, "at least 1");
        require(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY, "tolerance", tolerance, "0 or more and finite");
        require(threads >= 1, "threads", threads, "at least 1");
    }

    /** 3 starts of at most 100 iterations with tolerance 1e-4, seed 0, on all processors. */
    public static KMeansOptions ofClusters(int clusters) {
        return new KMeansOptions(
                clusters,
                RESTARTS,
                MAX_ITERATIONS,
                TOLERANCE,
                0,
                Runtime.getRuntime().availableProcessors());
    }

    /** The same for another number of clusters. */
    public KMeansOptions withClusters(int number) {
        return new KMeansOptions(number, restarts, maxIterations, tolerance, seed, threads);
    }

    /** The same with another number of starts. */
    public KMeansOptions withRestarts(int number) {
        return new KMeansOptions(clusters, number, maxIterations, tolerance, seed, threads);
    }

    /** The same with another limit on iterations and another tolerance. */
    public KMeansOptions withEnd(int iterations, double shift) {
        return new KMeansOptions(clusters, restarts, iterations, shift, seed, threads);
    }

    /** The same with another seed. */
    public KMeansOptions withSeed(long number) {
        return new KMeansOptions(clusters, restarts, maxIterations, tolerance, number, threads);
    }

    /** The same with another number of threads. */
    public KMeansOptions withThreads(int number) {
        return new KMeansOptions(clusters, restarts, maxIterations, tolerance, seed, number);
    }

    private static void require(boolean holds, String thing, Number value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s, must be %s".formatted(thing, value, rule));
        }
    }
}
