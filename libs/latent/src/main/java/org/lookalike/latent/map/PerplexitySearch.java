package org.lookalike.latent.map;

/**
 * Weights that fall with distance like a normal distribution, as wide as it takes to heed so many neighbours: two to the
 * power of the weights' entropy is the perplexity. Used by one thread.
 */
final class PerplexitySearch {
    /** In nats; far below what is visible on a map. */
    private static final double PRECISION = 1e-6;

    private static final int MAX_STEPS = 100;
    /** The largest step of the logarithm of the width: Newton's may overshoot where the weights are nearly even. */
    private static final double MAX_STEP = 4;
    /** Beyond this, only equal rows have weights, which no longer change. */
    private static final double NARROWEST = 1e30;

    private final double entropy;
    private double lastEntropy;

    PerplexitySearch(double perplexity) {
        this.entropy = Math.log(perplexity);
    }

    /**
     * Finds the weights of one row's neighbours, by Newton's method between brackets.
     *
     * @param squares squared distances, ascending
     * @param at where those of the row begin
     * @param weights for as many as there are neighbours; they sum to 1
     */
    void weigh(float[] squares, int at, double[] weights) {
        double spread = 0;
        for (int k = 0; k < weights.length; k++) {
            spread += squares[at + k] - squares[at];
        }
        // In units of the mean difference, so that magnitudes do not matter.
        double unit = spread > 0 ? weights.length / spread : 1;
        double logarithm = 0;
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MAX_STEPS; step++) {
            double precision = Math.exp(logarithm);
            double slope = -precision * precision * variance(squares, at, unit * precision, weights, unit);
            double excess = lastEntropy - entropy;
            if (Math.abs(excess) < PRECISION || precision > NARROWEST || slope == 0) {
                return;
            }
            if (excess > 0) {
                low = logarithm;
            } else {
                high = logarithm;
            }
            double next = logarithm - Math.max(-MAX_STEP, Math.min(MAX_STEP, excess / slope));
            logarithm = next > low && next < high ? next : (low + high) / 2;
        }
    }

    /** Sets weights and their entropy. @return the variance of the squared distances, in units, under these weights */
    private double variance(float[] squares, int at, double precision, double[] weights, double unit) {
        double sum = 0;
        double first = 0;
        double second = 0;
        for (int k = 0; k < weights.length; k++) {
            double square = squares[at + k] - squares[at];
            double weight = Math.exp(-precision * square);
            double inUnits = unit * square;
            weights[k] = weight;
            sum += weight;
            first += weight * inUnits;
            second += weight * inUnits * inUnits;
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        double mean = first / sum;
        lastEntropy = Math.log(sum) + precision / unit * mean;
        return Math.max(0, second / sum - mean * mean);
    }
}
