package org.lookalike.latent.discriminant;

import org.lookalike.latent.linear.PcaOptions;

/**
 * How to fit a projection that learns from labels.
 *
 * @param principal how to fit its principal part
 * @param shrinkage of the discriminant part, more than 0 to 1: labelled rows are mostly fewer than features
 * @param repeats how often the labelled rows are halved anew to choose the weight, 1 to 100
 * @param seed of the halves: one seed, one result
 */
public record AdaptedOptions(PcaOptions principal, double shrinkage, int repeats, long seed) {
    private static final double SHRINKAGE = 0.5;
    private static final int REPEATS = 3;
    private static final int MAX_REPEATS = 100;

    public AdaptedOptions {
        if (!(shrinkage > 0 && shrinkage <= 1)) {
            throw new IllegalArgumentException("shrinkage: %s, must be more than 0 to 1".formatted(shrinkage));
        }
        if (repeats < 1 || repeats > MAX_REPEATS) {
            throw new IllegalArgumentException("repeats: %d, must be 1 to %d".formatted(repeats, MAX_REPEATS));
        }
    }

    /** Shrinkage 0.5, three repeats, seed 0. */
    public static AdaptedOptions of(PcaOptions principal) {
        return new AdaptedOptions(principal, SHRINKAGE, REPEATS, 0);
    }

    /** The same with another seed. */
    public AdaptedOptions withSeed(long number) {
        return new AdaptedOptions(principal, shrinkage, repeats, number);
    }
}
