package org.lookalike.latent.labelling;

/** Probabilities of at least so many agreeing looks, summed in logarithms: exact up to rounding, nothing underflows. */
final class Tail {
    /** Logarithms of the factorials of 0, 1, 2, …. */
    private final double[] logFactorials;

    /** For populations and samples of up to {@code most}. */
    Tail(int most) {
        logFactorials = new double[most + 1];
        for (int i = 2; i <= most; i++) {
            logFactorials[i] = logFactorials[i - 1] + Math.log(i);
        }
    }

    /** {@code P(X ≥ agreeing)} for {@code looks} independent looks that agree with probability {@code share} each. */
    double binomial(int looks, int agreeing, double share) {
        if (agreeing <= 0 || share >= 1) {
            return 1;
        }
        if (share <= 0) {
            return 0;
        }
        double sum = 0;
        for (int x = agreeing; x <= looks; x++) {
            sum += Math.exp(logChoose(looks, x) + x * Math.log(share) + (looks - x) * Math.log1p(-share));
        }
        return Math.min(1, sum);
    }

    /** {@code P(X ≥ agreeing)} for looks at {@code looks} different ones of {@code members}, of whom {@code right} agree. */
    double hypergeometric(int members, int right, int looks, int agreeing) {
        double sum = 0;
        int least = Math.max(agreeing, looks - (members - right));
        for (int x = least; x <= Math.min(looks, right); x++) {
            sum += Math.exp(logChoose(right, x) + logChoose(members - right, looks - x) - logChoose(members, looks));
        }
        return Math.min(1, sum);
    }

    private double logChoose(int n, int k) {
        return logFactorials[n] - logFactorials[k] - logFactorials[n - k];
    }
}
