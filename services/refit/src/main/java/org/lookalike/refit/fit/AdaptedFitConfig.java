package org.lookalike.refit.fit;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How a space is fitted to labels, and judged.
 *
 * @param minClasses without so many classes there is no fit
 * @param minLabels a class with fewer labelled images does not count
 * @param maxLabels of how many labelled images of a class at most a fit is made, at least {@code minLabels}
 * @param heldOut about which share of the labelled images is held out to evaluate the fit
 * @param minHeldOut without so many held-out labelled images nothing is proposed
 * @param minimumGain by how much the held-out images' mean average precision must be above that in every existing space
 *     of the encoder
 * @param tolerance by how much it may be below that where the new space explains more of today's images
 */
public record AdaptedFitConfig(
        int minClasses,
        int minLabels,
        int maxLabels,
        double heldOut,
        int minHeldOut,
        double minimumGain,
        double tolerance) {
    private static final Setting<Integer> MIN_CLASSES = Setting.integer(
            "refit.adapt.min-classes",
            2,
            10_000,
            2,
            "Spaces learn from labels once so many classes have refit.adapt.min-labels pictures each.");
    private static final Setting<Integer> MIN_LABELS = Setting.integer(
            "refit.adapt.min-labels",
            5,
            10_000,
            5,
            "Classes with fewer labelled pictures do not count for refit.adapt.min-classes.");
    private static final Setting<Integer> MAX_LABELS = Setting.integer(
            "refit.adapt.max-labels",
            5,
            10_000,
            200,
            "Of how many labelled pictures of a class at most a fit is made, those of smallest hash.");
    private static final Setting<Double> HELD_OUT = Setting.decimal(
            "refit.adapt.held-out",
            0.1,
            0.5,
            0.25,
            "About which share of the labelled pictures takes no part in the fit and judges it; which ones is decided by"
                    + " their ids, once for all fits.");
    private static final Setting<Integer> MIN_HELD_OUT = Setting.integer(
            "refit.adapt.fewest-judges",
            4,
            10_000,
            8,
            "Without so many held-out labelled pictures no space is proposed.");
    private static final Setting<Double> MINIMUM_GAIN = Setting.decimal(
            "refit.adapt.minimum-gain",
            0,
            1,
            0.01,
            "A space that learnt from labels is proposed if the mean average precision of the held-out labelled pictures"
                    + " is at least so much above that in every space of its encoder that is there.");
    private static final Setting<Double> TOLERANCE = Setting.decimal(
            "refit.adapt.tolerance",
            0,
            1,
            0.01,
            "Where a periodic refit was handed over, a space is proposed too that explains more of the variance by"
                    + " refit.gate.minimum-gain, if that mean average precision is at most so much lower.");

    public AdaptedFitConfig {
        MIN_CLASSES.require(minClasses);
        MIN_LABELS.require(minLabels);
        MAX_LABELS.require(maxLabels);
        HELD_OUT.require(heldOut);
        MIN_HELD_OUT.require(minHeldOut);
        MINIMUM_GAIN.require(minimumGain);
        TOLERANCE.require(tolerance);
        if (maxLabels < minLabels) {
            throw new IllegalArgumentException("%s is %d, must be at least %s, which is %d"
                    .formatted(MAX_LABELS.key(), maxLabels, MIN_LABELS.key(), minLabels));
        }
    }

    public static AdaptedFitConfig from(Settings settings) {
        return new AdaptedFitConfig(
                settings.get(MIN_CLASSES),
                settings.get(MIN_LABELS),
                settings.get(MAX_LABELS),
                settings.get(HELD_OUT),
                settings.get(MIN_HELD_OUT),
                settings.get(MINIMUM_GAIN),
                settings.get(TOLERANCE));
    }
}
