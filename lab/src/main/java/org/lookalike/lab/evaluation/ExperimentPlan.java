package org.lookalike.lab.evaluation;

import java.util.List;

/**
 * What to compute of evaluation data.
 *
 * @param representations which, at least one
 * @param discriminants how discriminant axes are found
 * @param neighbours k of the nearest neighbours that vote, at least 1
 * @param seed of k-means
 * @param threads how many threads compute, at least 1
 */
public record ExperimentPlan(
        List<Representation> representations,
        Representation.DiscriminantOptions discriminants,
        int neighbours,
        long seed,
        int threads) {
    public ExperimentPlan {
        representations = List.copyOf(representations);
        if (representations.isEmpty()) {
            throw new IllegalArgumentException("0 representations, at least 1 is needed");
        }
        if (neighbours < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "%d neighbours and %d threads, must be at least 1".formatted(neighbours, threads));
        }
    }

    /** Whether any representation starts from it. */
    public boolean uses(Representation.Base base) {
        return representations.stream().anyMatch(each -> each.base() == base);
    }
}
