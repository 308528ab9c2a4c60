package org.lookalike.refit.fit;

import java.util.Optional;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.spaces.Neighbourhood;

/**
 * How a space is whitened by mutual neighbours, and when it may take the place of a space of another kind.
 *
 * @param neighbours how many nearest others of each image count, or {@link #NONE}
 * @param shrinkage towards no whitening
 * @param minimumOverlap the share of an image's nearest others that a space of another kind must keep
 * @param tolerance how much less precise neighbourhoods of labelled images may be in a space of another kind
 */
public record NeighbourConfig(int neighbours, double shrinkage, double minimumOverlap, double tolerance) {
    /** Stands for no whitening. */
    static final int NONE = 0;

    private static final Setting<Integer> NEIGHBOURS = Setting.integer(
            "refit.fit.neighbours",
            NONE,
            1_000,
            10,
            "Number of nearest others of each picture that count as its neighbours: directions in which mutual"
                    + " neighbours differ are scaled down. Fewer than the pictures that a thing has in the sample. 0 turns"
                    + " that off, as refit.fit.whitened does; samples of fewer than 200 pictures are never whitened so.");
    private static final Setting<Double> SHRINKAGE = Setting.decimal(
            "refit.fit.neighbour-shrinkage",
            0.001,
            1_000,
            1,
            "How far that scaling is drawn towards none; the larger, the less it does.");
    private static final Setting<Double> MINIMUM_OVERLAP = Setting.decimal(
            "refit.gate.minimum-overlap",
            0,
            1,
            0.5,
            "If neighbours are counted in another way than in every existing fitted space of its encoder, a new space"
                    + " is proposed if it has at least this share of the pictures' ten nearest in common with the space"
                    + " before.");
    private static final Setting<Double> TOLERANCE = Setting.decimal(
            "refit.gate.label-tolerance",
            0,
            1,
            0.005,
            "And if the precision among the ten nearest of labelled pictures, where there are at least 50, is lower by"
                    + " at most this much.");

    public NeighbourConfig {
        NEIGHBOURS.require(neighbours);
        SHRINKAGE.require(shrinkage);
        MINIMUM_OVERLAP.require(minimumOverlap);
        TOLERANCE.require(tolerance);
    }

    static NeighbourConfig from(Settings settings) {
        return new NeighbourConfig(
                settings.get(NEIGHBOURS),
                settings.get(SHRINKAGE),
                settings.get(MINIMUM_OVERLAP),
                settings.get(TOLERANCE));
    }

    /** Empty where spaces shall not be whitened so. */
    Optional<Neighbourhood> neighbourhood() {
        return neighbours == NONE ? Optional.empty() : Optional.of(new Neighbourhood(neighbours, shrinkage));
    }
}
