package org.lookalike.latent.recognition;

import java.util.Arrays;
import java.util.List;
import org.lookalike.latent.recognition.Calibration.Basis;

/** Finds the score thresholds that keep the requested error rates. */
final class Thresholds {
    private static final int MIN_GENUINE = 3;
    private static final double ROUNDING = 1e-9;

    private final Basis basis;
    private final int classes;
    private final List<double[]> impostors;
    private final double[] genuine;

    /**
     * Thresholds from scores.
     *
     * @param classes how many are enrolled
     * @param impostors scores of images against classes not their own, by their class or each on its own
     * @param genuine scores of held-out images against all classes
     */
    Thresholds(Basis basis, int classes, List<double[]> impostors, double[] genuine) {
        this.basis = basis;
        this.classes = classes;
        this.impostors = impostors;
        this.genuine = genuine;
    }

    double match(double rate) {
        double threshold = switch (basis) {
            case STRANGERS -> new ScoreGroups(impostors).conformal(rate);
            case MANY_CLASSES -> ofClasses(rate);
            case FEW_CLASSES -> ofClasses(rate);
            case NOTHING -> Math.max(highest(), genuine.length < MIN_GENUINE ? 1 : ScoreGroups.median(genuine));
        };
        return Math.max(-1, Math.min(1, threshold));
    }

    /** By the method that the number of classes allows for. */
    private double ofClasses(double rate) {
        // Against one class less, the best of the others is a little lower.
        double lowered = -Math.expm1(Math.log1p(-rate) * (classes - 1) / classes);
        ScoreGroups groups = new ScoreGroups(impostors);
        return ScoreGroups.many(impostors.size(), rate) ? groups.conformal(lowered) : groups.predictive(lowered);
    }

    private double highest() {
        return impostors.stream().flatMapToDouble(Arrays::stream).max().orElse(-1);
    }

    double novelty(double rate) {
        double[] sorted = genuine.clone();
        Arrays.sort(sorted);
        int below = (int) Math.floor((sorted.length + 1) * rate + ROUNDING);
        if (below >= 1) {
            return sorted[Math.min(below, sorted.length) - 1];
        }
        // Too few to know the rate: nothing is novel that is like the least of them, or like most impostors.
        double min = sorted.length > 0 ? sorted[0] : 1;
        return impostors.isEmpty()
                ? (sorted.length > 0 ? min : -1)
                : Math.min(min, new ScoreGroups(impostors).median());
    }
}
