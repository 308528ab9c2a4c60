package org.lookalike.latent.recognition;

import java.util.Map;

/**
 * The scores from which on a class is matched and below which an image is novel, and on what they rest.
 *
 * @param basis how the match threshold was found
 * @param matchThreshold from this score on a class matches that has no rate of its own, -1 to 1
 * @param matchThresholds the same for classes with their own rates, by label
 * @param noveltyThreshold below it an image is novel, -1 to 1; at most the match threshold
 * @param classes how many classes are enrolled
 * @param templates how many images are enrolled
 * @param impostors on how many scores of images against classes not their own the match threshold rests
 * @param genuine on how many scores of held-out images against all classes the novelty threshold rests; 0 where too few
 *     classes have two templates, and then an image is novel that resembles the classes less than half the impostors do
 */
public record Calibration(
        Basis basis,
        double matchThreshold,
        Map<String, Double> matchThresholds,
        double noveltyThreshold,
        int classes,
        int templates,
        int impostors,
        int genuine) {
    /** What a match threshold rests on. */
    public enum Basis {
        /** On images known to be of no enrolled class: no assumption but that those to come are like them. */
        STRANGERS,
        /** On many classes, each held out in turn: no assumption but that classes to come are like them. */
        MANY_CLASSES,
        /** On few classes, each held out in turn, and the assumption that scores are normally distributed. */
        FEW_CLASSES,
        /** On less than three classes and no strangers: there is no evidence of how others score. */
        NOTHING
    }

    public Calibration {
        matchThresholds = Map.copyOf(matchThresholds);
    }

    /** Whether the false-match rate asked for was calibrated at all. */
    public boolean calibrated() {
        return basis != Basis.NOTHING;
    }

    /** From which score on a class matches. */
    public double matchThreshold(String label) {
        return matchThresholds.getOrDefault(label, matchThreshold);
    }
}
