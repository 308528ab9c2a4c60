package org.lookalike.refit.fit;

import java.util.List;
import java.util.Locale;
import org.lookalike.latent.discriminant.AdaptedProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * Decides whether a candidate that learnt from labels is worth a new collection. It is if it finds labelled images that
 * its fit has not seen clearly better than each space of its encoder that is there; or, once a space that learnt is there,
 * if it explains clearly more of today's images than all of those and loses nothing on the labels.
 */
final class AdaptedGate {
    private final AdaptedFitConfig adapted;
    private final FitConfig config;

    AdaptedGate(AdaptedFitConfig adapted, FitConfig config) {
        this.adapted = adapted;
        this.config = config;
    }

    /**
     * What was decided.
     *
     * @param precision the held-out images' mean average precision in the candidate, NaN where it was not judged
     * @param previousPrecision the same in the best of the other spaces, NaN where there is none
     */
    record Verdict(boolean proposed, String reason, double precision, double previousPrecision) {}

    /** @param others the spaces of the candidate's encoder that are there */
    Verdict decide(
            EvaluatedCandidate evaluated,
            AdaptedProjection fitted,
            LabelledSplit labelled,
            List<Space> others,
            Spaces spaces) {
        Space candidate = evaluated.space();
        if (fitted.discriminant() == 0) {
            return rejected("no weight of the labelled classes' directions helped in cross-validation");
        }
        if (labelled.heldOut().size() < adapted.minHeldOut()) {
            return rejected(text(
                    "%d labelled pictures are held out, fewer than the minimum of %d",
                    labelled.heldOut().size(), adapted.minHeldOut()));
        }
        double precision = LabelRetrieval.of(candidate, labelled);
        double bestPrecision = Double.NaN;
        String best = "";
        for (Space other : others) {
            double found = LabelRetrieval.of(other, labelled);
            if (Double.isNaN(bestPrecision) || found > bestPrecision) {
                bestPrecision = found;
                best = other.id();
            }
        }
        if (spaces.find(candidate.id()).isPresent()) {
            return new Verdict(
                    false, text("unchanged: space %s is known already", candidate.id()), precision, bestPrecision);
        }
        if (Double.isNaN(precision)) {
            return rejected("no held-out labelled picture has another one of its class");
        }
        double gain = precision - bestPrecision;
        String figures = text(
                "mean average precision of %d held-out labelled pictures %.4f, in space %s %.4f",
                labelled.heldOut().size(), precision, best, bestPrecision);
        if (others.isEmpty()) {
            return new Verdict(
                    true,
                    text("no space of its encoder yet; mean average precision %.4f", precision),
                    precision,
                    bestPrecision);
        }
        if (gain >= adapted.minimumGain() && gain > 0) {
            return new Verdict(
                    true,
                    figures + text(": a gain of %.4f is at least the minimum of %.4f", gain, adapted.minimumGain()),
                    precision,
                    bestPrecision);
        }
        double explainedGain = evaluated.explained()
                - others.stream()
                        .flatMap(other -> other.projection().stream())
                        .mapToDouble(projection -> ExplainedShare.of(projection, evaluated.heldOut()))
                        .max()
                        .orElse(0);
        boolean renewed = others.stream().anyMatch(Space::isAdapted)
                && gain >= -adapted.tolerance()
                && explainedGain >= config.minimumGain()
                && explainedGain > 0;
        return new Verdict(
                renewed,
                figures
                        + text(
                                "; explains %.4f more of the variance: %s",
                                explainedGain,
                                renewed ? "enough, and the labels lose nothing" : "neither is enough for a new space"),
                precision,
                bestPrecision);
    }

    private static Verdict rejected(String reason) {
        return new Verdict(false, reason, Double.NaN, Double.NaN);
    }

    @com.google.errorprone.annotations.FormatMethod
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
