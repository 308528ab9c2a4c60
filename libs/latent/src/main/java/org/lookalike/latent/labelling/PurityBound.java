package org.lookalike.latent.labelling;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Lower bounds for the share of a cluster's members that have a label, from looks at some of them picked by chance.
 *
 * <p>The bound for a label that was fixed beforehand is that of Clopper and Pearson (The Use of Confidence or Fiducial
 * Limits Illustrated in the Case of the Binomial, Biometrika 1934): with c of n looks agreeing, the largest share p at
 * which {@code P(X ≥ c) ≤ 1 − confidence} for binomial X.
 *
 * <p>But a cluster's label is chosen after the looks, as the one that most of them have, and several labels had their
 * chance to look good. So the error is shared out among all labels by the shares they really have: the bound is the
 * largest p at which
 *
 * <pre>
 *   P(X ≥ c) ≤ (1 − confidence) · p
 * </pre>
 *
 * <p>The bound of a label with true share p is too high with a probability of at most {@code (1 − confidence) · p}, and
 * true shares sum to 1; so whichever label is chosen, by whatever rule, its bound is too high with a probability of at
 * most {@code 1 − confidence}. When all looks agree this costs exactly one look: n agreeing ones bound as n − 1 would for
 * a label fixed beforehand. Where one look alone agrees, the bound is 0.
 *
 * <p>AuditSample at one member of each of n equally large strata are not binomial, but their sum is no more spread: Hoeffding
 * (On the Distribution of the Number of Successes in Independent Trials, Annals of Mathematical Statistics 1956) shows
 * {@code P(X ≥ c)} to be at most the binomial one whenever {@code c ≥ n·p + 1}, and for c = n it is by the inequality of
 * the means. All c ≥ 2 for which the bound is reached at a confidence of at least {@value #MIN_CONFIDENCE} are so.
 */
public final class PurityBound {
    /** Below it, sums over strata are not covered, see the class. */
    public static final double MIN_CONFIDENCE = 0.6;

    private static final int BISECTIONS = 60;

    private PurityBound() {}

    /**
     * For a label fixed before the looks: the exact bound of Clopper and Pearson.
     *
     * @param looks n, at least 1
     * @param agreeing c, 0 to n
     * @param confidence how likely the bound holds at least, 0.6 to less than 1
     * @return 0 to 1
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public static double ofGivenLabel(int looks, int agreeing, double confidence) {
        requireSample(looks, agreeing, confidence);
        return agreeing == 0 ? 0 : largest(share -> binomialTail(looks, agreeing, share) <= 1 - confidence);
    }

    /**
     * For the label chosen after the looks, where members are many: picks with return, or one of each of equal strata.
     * It holds for members to come as well, as long as they are of the same kind.
     *
     * @param looks n, at least 1
     * @param agreeing c, 0 to n
     * @param confidence how likely the bound holds at least, 0.6 to less than 1
     * @return 0 to 1
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public static double ofChosenLabel(int looks, int agreeing, double confidence) {
        requireSample(looks, agreeing, confidence);
        return agreeing <= 1 ? 0 : largest(share -> binomialTail(looks, agreeing, share) <= (1 - confidence) * share);
    }

    /**
     * For the label chosen after looks at one of each stratum, where strata differ in size by one member at most: what
     * disagrees is taken to be in the larger strata.
     *
     * @param members how many the cluster has, at least {@code looks}
     * @return 0 to 1
     * @throws IllegalArgumentException if the numbers are not like that
     * @see #ofChosenLabel
     */
    static double stratified(int members, int looks, int agreeing, double confidence) {
        requireMembers(members, looks);
        double wrongStrata = looks * (1 - ofChosenLabel(looks, agreeing, confidence));
        int size = members / looks;
        int larger = members % looks;
        double wrong = Math.min(wrongStrata, larger) * (size + 1) + Math.max(0, wrongStrata - larger) * size;
        return Math.max(0, 1 - wrong / members);
    }

    /**
     * For the label chosen after looks at different members, picked from all: by the hypergeometric distribution, and so
     * higher than the binomial bound, and exact when all members were looked at. It is about these members only.
     *
     * @param members how many the cluster has, at least {@code looks}
     * @param looks n, at least 1
     * @param agreeing c, 0 to n
     * @param confidence how likely the bound holds at least, 0.6 to less than 1
     * @return 0 to 1, a whole number of members
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public static double finite(int members, int looks, int agreeing, double confidence) {
        requireSample(looks, agreeing, confidence);
        requireMembers(members, looks);
        if (agreeing == 0) {
            return 0;
        }
        // The fewest right members with which so many agreeing looks are no surprise.
        int refuted = agreeing - 1;
        int possible = members;
        while (possible - refuted > 1) {
            int right = (refuted + possible) >>> 1;
            if (hypergeometricTail(members, right, looks, agreeing) <= (1 - confidence) * right / members) {
                refuted = right;
            } else {
                possible = right;
            }
        }
        return (double) possible / members;
    }

    /** {@code P(X ≥ agreeing)} for {@code looks} independent picks that agree with probability {@code share} each. */
    private static double binomialTail(int looks, int agreeing, double share) {
        return BinomialDistribution.of(looks, share).survivalProbability(agreeing - 1);
    }

    /** {@code P(X ≥ agreeing)} for {@code looks} different picks of {@code members}, of whom {@code right} agree. */
    private static double hypergeometricTail(int members, int right, int looks, int agreeing) {
        return HypergeometricDistribution.of(members, right, looks).survivalProbability(agreeing - 1);
    }

    private interface Refuted {
        boolean at(double share);
    }

    /** Where a share stops to be refuted; shares below are refuted too, for a tail rises faster than the share. */
    private static double largest(Refuted refuted) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (refuted.at(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void requireSample(int looks, int agreeing, double confidence) {
        if (looks < 1 || agreeing < 0 || agreeing > looks) {
            throw new IllegalArgumentException(
                    "%d of %d looks agree, must be 0 to all of at least 1".formatted(agreeing, looks));
        }
        if (!(confidence >= MIN_CONFIDENCE && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence %s, must be at least %s and less than 1".formatted(confidence, MIN_CONFIDENCE));
        }
    }

    private static void requireMembers(int members, int looks) {
        if (members < looks) {
            throw new IllegalArgumentException("%d members, must be at least the %d looks".formatted(members, looks));
        }
    }
}
