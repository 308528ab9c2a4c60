package org.lookalike.bench.measure;

/**
 * The most images per second that a pipeline of two stages can bring forth, from what each stage reaches while it has
 * the whole machine.
 */
public enum PipelineCeiling {
    /**
     * Both stages need the same cores. An image costs {@code 1/decode} seconds of the whole machine and then
     * {@code 1/inference} seconds of it; overlapping them moves that work about and takes none of it away.
     */
    SHARED_CORES {
        @Override
        public double of(double decode, double inference) {
            return 1 / (1 / positive(decode) + 1 / positive(inference));
        }
    },
    /** Each stage has a processor of its own: with perfect overlap the slower one decides. */
    SEPARATE_DEVICES {
        @Override
        public double of(double decode, double inference) {
            return Math.min(positive(decode), positive(inference));
        }
    };

    /**
     * The ceiling.
     *
     * @param decode images per second of decoding and preprocessing alone, more than 0
     * @param inference images per second of inference alone, more than 0
     */
    public abstract double of(double decode, double inference);

    private static double positive(double rate) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("a rate is %s pictures per second, must be more than 0".formatted(rate));
        }
        return rate;
    }
}
