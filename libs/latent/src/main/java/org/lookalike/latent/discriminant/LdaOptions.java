package org.lookalike.latent.discriminant;

/**
 * How to fit a linear discriminant analysis.
 *
 * @param dimensions the most axes to keep, at least 1; there are never more than classes less one
 * @param shrinkage how far the covariance within classes is drawn towards a multiple of the identity, 0 (not at all) to
 *     1; must be above 0 where rows are fewer than dimensions
 * @param threads how many threads compute, at least 1
 */
public record LdaOptions(int dimensions, double shrinkage, int threads) {
    private static final double SHRINKAGE = .1;

    public LdaOptions {
        require(dimensions >= 1, "dimensions", dimensions, "at least 1");
        require(shrinkage >= 0 && shrinkage <= 1, "shrinkage", shrinkage, "0 to 1");
        require(threads >= 1, "threads", threads, "at least 1");
    }

    /** All axes, with shrinkage 0.1, on all processors. */
    public static LdaOptions defaults() {
        return new LdaOptions(Integer.MAX_VALUE, SHRINKAGE, Runtime.getRuntime().availableProcessors());
    }

    /** The same with another number of axes. */
    public LdaOptions withDimensions(int number) {
        return new LdaOptions(number, shrinkage, threads);
    }

    /** The same with another shrinkage. */
    public LdaOptions withShrinkage(double part) {
        return new LdaOptions(dimensions, part, threads);
    }

    /** The same with another number of threads. */
    public LdaOptions withThreads(int number) {
        return new LdaOptions(dimensions, shrinkage, number);
    }

    private static void require(boolean holds, String thing, Number value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s, must be %s".formatted(thing, value, rule));
        }
    }
}
