package org.lookalike.latent.linear;

/**
 * How to fit a principal component analysis: as few dimensions as explain {@code share} of the variance, but no more
 * than {@code dimensions}.
 *
 * @param dimensions the most dimensions to keep, at least 1
 * @param share the share of the variance that is enough, more than 0 and at most 1; 1 keeps as many dimensions as allowed
 * @param whitened whether projections are scaled to variance 1 in each dimension. Off unless asked for: it hurts the
 *     search for things of one class
 * @param threads how many threads compute, at least 1
 */
public record PcaOptions(int dimensions, double share, boolean whitened, int threads) {
    public PcaOptions {
        require(dimensions >= 1, "dimensions", dimensions, "at least 1");
        require(share > 0 && share <= 1, "share of variance", share, "more than 0 and at most 1");
        require(threads >= 1, "threads", threads, "at least 1");
    }

    /** A number of dimensions, on all processors. */
    public static PcaOptions ofDimensions(int dimensions) {
        return new PcaOptions(dimensions, 1, false, Runtime.getRuntime().availableProcessors());
    }

    /** As many dimensions as explain a share of the variance, on all processors. */
    public static PcaOptions ofShare(double share) {
        return new PcaOptions(
                Integer.MAX_VALUE, share, false, Runtime.getRuntime().availableProcessors());
    }

    /** The same with another number of threads. */
    public PcaOptions withThreads(int number) {
        return new PcaOptions(dimensions, share, whitened, number);
    }

    /** The same with or without whitening. */
    public PcaOptions withWhitening(boolean wanted) {
        return new PcaOptions(dimensions, share, wanted, threads);
    }

    private static void require(boolean holds, String thing, Number value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s, must be %s".formatted(thing, value, rule));
        }
    }
}
