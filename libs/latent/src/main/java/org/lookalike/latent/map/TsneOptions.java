package org.lookalike.latent.map;

import org.lookalike.latent.neighbours.Metric;

/**
 * How to make a map.
 *
 * @param perplexity how many neighbours an image heeds, about; at least 1, and three times as many images are needed
 *     and one more
 * @param iterations steps of gradient descent altogether, at least 1
 * @param exaggeratedIterations how many of these, at the start, attract 12 times as strongly so that groups find
 *     themselves; 0 to {@code iterations}. Not done where a map starts from an earlier one
 * @param metric what "near" means
 * @param dimensions principal dimensions to which rows are reduced first where they are wider, at least 2
 * @param theta how coarse repulsion may be, 0 (exact: every pair in every step) to 1.5: far points count as one where
 *     the width of their box is below this part of its distance
 * @param anchor how strongly points with earlier places are held there, 0 (not at all) to 10; 1 pulls a point back as
 *     strongly as all of its neighbours pull it at the same distance
 * @param seed of the tiny differences that separate equal images at the start: one seed, one map
 * @param threads how many threads compute, at least 1; the map does not depend on it
 */
public record TsneOptions(
        double perplexity,
        int iterations,
        int exaggeratedIterations,
        Metric metric,
        int dimensions,
        double theta,
        double anchor,
        long seed,
        int threads) {
    private static final int NEIGHBOURS_PER_PERPLEXITY = 3;
    private static final double PERPLEXITY = 20;
    private static final int ITERATIONS = 2_000;
    private static final int EXAGGERATED = 250;
    private static final int UPDATE_ITERATIONS = 250;
    private static final int DIMENSIONS = 50;
    private static final double THETA = 1;
    private static final double MAX_THETA = 1.5;
    private static final double ANCHOR = 0.1;
    private static final double MAX_ANCHOR = 10;

    public TsneOptions {
        require(perplexity >= 1 && perplexity < Integer.MAX_VALUE, "perplexity", perplexity, "at least 1");
        require(iterations >= 1, "iterations", iterations, "at least 1");
        require(
                exaggeratedIterations >= 0 && exaggeratedIterations <= iterations,
                "exaggerated iterations",
                exaggeratedIterations,
                "0 to all " + iterations);
        require(dimensions >= 2, "dimensions", dimensions, "at least 2");
        require(theta >= 0 && theta <= MAX_THETA, "theta", theta, "0 to " + MAX_THETA);
        require(anchor >= 0 && anchor <= MAX_ANCHOR, "anchor", anchor, "0 to " + MAX_ANCHOR);
        require(threads >= 1, "threads", threads, "at least 1");
    }

    /**
     * Perplexity 20, 2,000 iterations of which 250 exaggerated, Euclidean distance in 50 principal dimensions, theta 1,
     * anchor 0.1, seed 0, on all processors.
     */
    public static TsneOptions defaults() {
        return new TsneOptions(
                PERPLEXITY,
                ITERATIONS,
                EXAGGERATED,
                Metric.EUCLIDEAN,
                DIMENSIONS,
                THETA,
                ANCHOR,
                0,
                Runtime.getRuntime().availableProcessors());
    }

    /** The defaults with the 250 iterations that suffice where a map starts from an earlier one. */
    public static TsneOptions forUpdate() {
        return defaults().withIterations(UPDATE_ITERATIONS, 0);
    }

    /** The same with another perplexity. */
    public TsneOptions withPerplexity(double number) {
        return new TsneOptions(
                number, iterations, exaggeratedIterations, metric, dimensions, theta, anchor, seed, threads);
    }

    /** The same with another number of iterations, of which some are exaggerated. */
    public TsneOptions withIterations(int number, int exaggerated) {
        return new TsneOptions(perplexity, number, exaggerated, metric, dimensions, theta, anchor, seed, threads);
    }

    /** The same with another metric. */
    public TsneOptions withMetric(Metric wanted) {
        return new TsneOptions(
                perplexity, iterations, exaggeratedIterations, wanted, dimensions, theta, anchor, seed, threads);
    }

    /** The same with another number of principal dimensions. */
    public TsneOptions withDimensions(int number) {
        return new TsneOptions(
                perplexity, iterations, exaggeratedIterations, metric, number, theta, anchor, seed, threads);
    }

    /** The same with finer or coarser repulsion. */
    public TsneOptions withTheta(double number) {
        return new TsneOptions(
                perplexity, iterations, exaggeratedIterations, metric, dimensions, number, anchor, seed, threads);
    }

    /** The same with earlier places held more or less. */
    public TsneOptions withAnchor(double strength) {
        return new TsneOptions(
                perplexity, iterations, exaggeratedIterations, metric, dimensions, theta, strength, seed, threads);
    }

    /** The same with another seed. */
    public TsneOptions withSeed(long number) {
        return new TsneOptions(
                perplexity, iterations, exaggeratedIterations, metric, dimensions, theta, anchor, number, threads);
    }

    /** The same with another number of threads. */
    public TsneOptions withThreads(int number) {
        return new TsneOptions(
                perplexity, iterations, exaggeratedIterations, metric, dimensions, theta, anchor, seed, number);
    }

    /** How many neighbours of each image have weights: three times the perplexity. */
    int neighbours() {
        return (int) Math.ceil(NEIGHBOURS_PER_PERPLEXITY * perplexity);
    }

    /** @throws IllegalArgumentException if there are too few images for the perplexity */
    void requireEnough(int images) {
        if (images <= NEIGHBOURS_PER_PERPLEXITY * perplexity) {
            throw new IllegalArgumentException(
                    "perplexity %s needs more than %s pictures, there are %d: choose one below %s"
                            .formatted(
                                    perplexity,
                                    NEIGHBOURS_PER_PERPLEXITY * perplexity,
                                    images,
                                    images / (double) NEIGHBOURS_PER_PERPLEXITY));
        }
    }

    private static void require(boolean holds, String thing, Number value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s, must be %s".formatted(thing, value, rule));
        }
    }
}
