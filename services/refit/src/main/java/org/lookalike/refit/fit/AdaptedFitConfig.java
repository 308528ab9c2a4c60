package org.lookalike.refit.fit;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How a space is fitted to labels, and judged.
 *
 * @param minClasses without so many classes there is no fit, 2 to 10,000
 * @param minLabels a class with fewer labelled images does not count, 5 to 10,000
 * @param maxLabels of how many labelled images of a class at most a fit is made, {@code minLabels} to 10,000
 * @param heldOut about which share of the labelled images takes no part in the fit and judges it, 0.1 to 0.5
 * @param fewestJudges without so many held-out labelled images nothing is proposed, at least 4
 * @param minimumGain by how much the held-out images' mean average precision must be above that in every existing space
 *     of the encoder, 0 to 1
 * @param tolerance by how much it may be below that where the new space explains more of today's images, 0 to 1
 */
public record AdaptedFitConfig(
        int minClasses,
        int minLabels,
        int maxLabels,
        double heldOut,
        int fewestJudges,
        double minimumGain,
        double tolerance) {
    private static final int MOST = 10_000;
    private static final int LABELS_FLOOR = 5;

    static final Setting<Integer> MIN_CLASSES = Setting.integer(
            "refit.adapt.min-classes",
            2,
            MOST,
            2,
            "Spaces learn from labels once so many classes have refit.adapt.min-labels pictures each.");
    static final Setting<Integer> MIN_LABELS = Setting.integer(
            "refit.adapt.min-labels",
            LABELS_FLOOR,
            MOST,
            LABELS_FLOOR,
            "Classes with fewer labelled pictures do not count for refit.adapt.min-classes.");
    static final Setting<Integer> MAX_LABELS = Setting.integer(
            "refit.adapt.max-labels",
            LABELS_FLOOR,
            MOST,
            200,
            "Of how many labelled pictures of a class at most a fit is made, those of smallest hash.");
    static final Setting<Double> HELD_OUT = Setting.decimal(
            "refit.adapt.held-out",
            0.1,
            0.5,
            0.25,
            "About which share of the labelled pictures takes no part in the fit and judges it; which ones is decided by"
                    + " their ids, once for all fits.");
    static final Setting<Integer> MIN_JUDGES = Setting.integer(
            "refit.adapt.fewest-judges",
            4,
            MOST,
            8,
            "Without so many held-out labelled pictures no space is proposed.");
    static final Setting<Double> MINIMUM_GAIN = Setting.decimal(
            "refit.adapt.minimum-gain",
            0,
            1,
            0.01,
            "A space that learnt from labels is proposed if the mean average precision of the held-out labelled pictures"
                    + " is at least so much above that in every space of its encoder that is there.");
    static final Setting<Double> TOLERANCE = Setting.decimal(
            "refit.adapt.tolerance",
            0,
            1,
            0.01,
            "Where a periodic refit was handed over, a space is proposed too that explains more of the variance by"
                    + " refit.gate.minimum-gain, if that mean average precision is at most so much lower.");

    public AdaptedFitConfig {
        if (minClasses < 2 || minLabels < LABELS_FLOOR || maxLabels < minLabels || fewestJudges < 1) {
            throw new IllegalArgumentException(
                    "%d classes, %d to %d labels, %d judges: must be at least 2, at least %d and in order, at least 1"
                            .formatted(minClasses, minLabels, maxLabels, fewestJudges, LABELS_FLOOR));
        }
        if (!(heldOut > 0 && heldOut < 1) || !(minimumGain >= 0) || !(tolerance >= 0)) {
            throw new IllegalArgumentException("held out %s, gain %s, tolerance %s: must be within 0 and 1, at least 0"
                    .formatted(heldOut, minimumGain, tolerance));
        }
    }

    public static List<Setting<?>> settings() {
        return List.of(MIN_CLASSES, MIN_LABELS, MAX_LABELS, HELD_OUT, MIN_JUDGES, MINIMUM_GAIN, TOLERANCE);
    }

    public static AdaptedFitConfig from(Settings settings) {
        return new AdaptedFitConfig(
                settings.get(MIN_CLASSES),
                settings.get(MIN_LABELS),
                settings.get(MAX_LABELS),
                settings.get(HELD_OUT),
                settings.get(MIN_JUDGES),
                settings.get(MINIMUM_GAIN),
                settings.get(TOLERANCE));
    }
}
