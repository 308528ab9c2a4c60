package org.lookalike.latent.novelty;

/** Quantiles of Student's t distribution, to about 1 % from 7 degrees of freedom on. */
final class StudentQuantile {
    private StudentQuantile() {}

    /**
     * The value that is exceeded with a probability of {@code tail}.
     *
     * @param tail more than 0, at most 0.5
     */
    static double upper(double tail, int freedom) {
        double z = normalUpper(tail);
        double z2 = z * z;
        double nu = freedom;
        // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
        return z
                + z * (z2 + 1) / (4 * nu)
                + z * ((5 * z2 + 16) * z2 + 3) / (96 * nu * nu)
                + z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * nu * nu * nu);
    }

    /** The same of the standard normal distribution, to 0.0005: Abramowitz and Stegun 26.2.23. */
    private static double normalUpper(double tail) {
        double t = Math.sqrt(-2 * Math.log(tail));
        double numerator = 2.515517 + t * (0.802853 + t * 0.010328);
        double denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        return t - numerator / denominator;
    }
}
