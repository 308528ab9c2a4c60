package org.lookalike.latent.labelling;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Lower bounds for the share of a cluster's members that have a label, from a random sample of them.
 *
 * <p>The bound for a label that was fixed beforehand is that of Clopper and Pearson (The Use of Confidence or Fiducial
 * Limits Illustrated in the Case of the Binomial, Biometrika 1934): with c of n picks agreeing, the largest share p at
 * which {@code P(X ≥ c) ≤ 1 − confidence} for binomial X.
 *
 * <p>But a cluster's label is chosen after the sample was labelled, as its most frequent one, and each of several labels
 * could have looked good by chance. So the error is shared out among all labels by the shares they really have: the bound is the
 * largest p at which
 *
 * <pre>
 *   P(X ≥ c) ≤ (1 − confidence) · p
 * </pre>
 *
 * <p>The bound of a label with true share p is too high with a probability of at most {@code (1 − confidence) · p}, and
 * true shares sum to 1; so whichever label is chosen, by whatever rule, its bound is too high with a probability of at
 * most {@code 1 − confidence}. When all picks agree this costs exactly one pick: n agreeing ones give the bound that n − 1 would for
 * a label fixed beforehand. Where only one pick agrees, the bound is 0.
 *
 * <p>Picks of one member from each of n equally large strata are not binomial, but their sum has no larger spread: Hoeffding
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
     * For a label fixed beforehand: the exact bound of Clopper and Pearson.
     *
     * @param picks n, at least 1
     * @param agreeing c, 0 to n
     * @param confidence how likely the bound holds at least, 0.6 to less than 1
     * @return 0 to 1
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public static double ofGivenLabel(int picks, int agreeing, double confidence) {
        requireSample(picks, agreeing, confidence);
        return agreeing == 0 ? 0 : largest(share -> binomialTail(picks, agreeing, share) <= 1 - confidence);
    }

    /**
     * For the label chosen afterwards, where members are many: sampling with replacement, or one of each of equal strata.
     * It holds for members to come as well, as long as they are of the same kind.
     *
     * @param picks n, at least 1
     * @param agreeing c, 0 to n
     * @param confidence how likely the bound holds at least, 0.6 to less than 1
     * @return 0 to 1
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public static double ofChosenLabel(int picks, int agreeing, double confidence) {
        requireSample(picks, agreeing, confidence);
        return agreeing <= 1 ? 0 : largest(share -> binomialTail(picks, agreeing, share) <= (1 - confidence) * share);
    }

    /**
     * For the label chosen after one pick from each stratum, where strata differ in size by one member at most: what
     * disagrees is taken to be in the larger strata.
     *
     * @param members how many the cluster has, at least {@code picks}
     * @return 0 to 1
     * @throws IllegalArgumentException if the numbers are not like that
     * @see #ofChosenLabel
     */
    static double stratified(int members, int picks, int agreeing, double confidence) {
        requireMembers(members, picks);
        double wrongStrata = picks * (1 - ofChosenLabel(picks, agreeing, confidence));
        int size = members / picks;
        int larger = members % picks;
        double wrong = Math.min(wrongStrata, larger) * (size + 1) + Math.max(0, wrongStrata - larger) * size;
        return Math.max(0, 1 - wrong / members);
    }

    /**
     * For the label chosen after sampling without replacement: by the hypergeometric distribution, and so
     * higher than the binomial bound, and exact when all members were picked. It is about these members only.
     *
     * @param members how many the cluster has, at least {@code picks}
     * @param picks n, at least 1
     * @param agreeing c, 0 to n
     * @param confidence how likely the bound holds at least, 0.6 to less than 1
     * @return 0 to 1, a whole number of members
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public static double finite(int members, int picks, int agreeing, double confidence) {
        requireSample(picks, agreeing, confidence);
        requireMembers(members, picks);
        if (agreeing == 0) {
            return 0;
        }
        // The fewest right members with which so many agreeing picks are no surprise.
        int refuted = agreeing - 1;
        int possible = members;
        while (possible - refuted > 1) {
            int right = (refuted + possible) >>> 1;
            if (hypergeometricTail(members, right, picks, agreeing) <= (1 - confidence) * right / members) {
                refuted = right;
            } else {
                possible = right;
            }
        }
        return (double) possible / members;
    }

    /** {@code P(X ≥ agreeing)} for {@code picks} independent picks that agree with probability {@code share} each. */
    private static double binomialTail(int picks, int agreeing, double share) {
        return BinomialDistribution.of(picks, share).survivalProbability(agreeing - 1);
    }

    /** {@code P(X ≥ agreeing)} for {@code picks} different picks of {@code members}, of whom {@code right} agree. */
    private static double hypergeometricTail(int members, int right, int picks, int agreeing) {
        return HypergeometricDistribution.of(members, right, picks).survivalProbability(agreeing - 1);
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

    private static void requireSample(int picks, int agreeing, double confidence) {
        if (picks < 1 || agreeing < 0 || agreeing > picks) {
            throw new IllegalArgumentException(
                    "%d of %d picks agree, must be 0 to all of at least 1".formatted(agreeing, picks));
        }
        if (!(confidence >= MIN_CONFIDENCE && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence %s, must be at least %s and less than 1".formatted(confidence, MIN_CONFIDENCE));
        }
    }

    private static void requireMembers(int members, int picks) {
        if (members < picks) {
            throw new IllegalArgumentException("%d members, must be at least the %d picks".formatted(members, picks));
        }
    }
}
