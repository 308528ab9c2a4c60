package org.lookalike.latent.discriminant;

import java.util.List;

/**
 * How the weight of a projection that learns from labels was chosen.
 *
 * @param weight the total variance along the discriminant directions, over that along the principal ones; 0 where no
 *     weight helps
 * @param strangeness how strange the sample is to the labelled classes: 0.5 where it looks like them, towards 1 the more
 *     of it belongs to none
 * @param covered whether the labelled classes are taken to be all there are
 * @param trials every weight that was tried, the smallest first
 */
public record AdaptedReport(double weight, double strangeness, boolean covered, List<Trial> trials) {
    public AdaptedReport {
        trials = List.copyOf(trials);
    }

    /**
     * What a weight changes, against none.
     *
     * @param weight the weight
     * @param gain in the mean average precision of labelled rows that were left out of the fit
     * @param error of the gain, by the choice of rows
     * @param unseen in that of whole classes that were left out of the fit; NaN with fewer than three classes
     */
    public record Trial(double weight, double gain, double error, double unseen) {}

    /** What the chosen weight changes for classes that were left out of the fit; NaN where that is not known. */
    public double unseenChange() {
        return trials.stream()
                .filter(trial -> trial.weight() == weight)
                .mapToDouble(Trial::unseen)
                .findFirst()
                .orElse(Double.NaN);
    }
}
