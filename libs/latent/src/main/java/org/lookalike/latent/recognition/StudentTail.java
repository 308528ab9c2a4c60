package org.lookalike.latent.recognition;

/**
 * Quantiles of Student's t distribution for any number of degrees of freedom from 1 on, whole or not, by integration.
 *
 * <p>With {@code t = √ν · tan θ} its density is proportional to the power ν − 1 of the cosine of θ, from -π/2 to π/2.
 */
final class StudentTail {
    /** Beyond it the distribution is normal for all purposes, and the cosine's power too narrow for the steps. */
    private static final double MAX_FREEDOM = 1000;

    private static final int STEPS = 20_000;

    private StudentTail() {}

    /** The value that is exceeded with a probability of {@code tail}, more than 0 and less than 1. */
    static double exceeded(double tail, double freedom) {
        double nu = Math.max(1, Math.min(freedom, MAX_FREEDOM));
        double step = Math.PI / STEPS;
        double[] areas = new double[STEPS];
        double total = 0;
        for (int i = 0; i < STEPS; i++) {
            areas[i] = Math.pow(Math.cos(Math.PI / 2 - (i + 0.5) * step), nu - 1);
            total += areas[i];
        }
        double wanted = tail * total;
        double sum = 0;
        int i = 0;
        while (sum + areas[i] < wanted) {
            sum += areas[i];
            i++;
        }
        double angle = Math.PI / 2 - (i + (wanted - sum) / areas[i]) * step;
        return Math.sqrt(nu) * Math.tan(angle);
    }
}
