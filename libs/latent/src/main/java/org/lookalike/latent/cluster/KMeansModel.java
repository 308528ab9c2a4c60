package org.lookalike.latent.cluster;

import java.util.Arrays;
import java.util.List;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Nearest;

/**
 * Clusters of a sample, none of them empty.
 *
 * <p>Arrays are shared with whoever handed them in and with whoever asks for them, and must not change afterwards. With
 * that, thread-safe.
 *
 * @param centres one row for each cluster: the mean of its members when the last iteration ended
 * @param sizes how many rows of the sample each cluster has, at least 1
 * @param inertia the sum of squared Euclidean distances of the sample's rows to their cluster's centre
 * @param iterations how many the best start took
 * @param converged whether it ended by itself, not by the limit on iterations
 * @param assignment the cluster of each row of the sample
 * @param spreads how far each cluster's members lie from its centre
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; a list would box a number for each row.
public record KMeansModel(
        Rows centres,
        int[] sizes,
        double inertia,
        int iterations,
        boolean converged,
        int[] assignment,
        List<ClusterSpread> spreads) {
    public KMeansModel {
        spreads = List.copyOf(spreads);
        if (centres.count() < 1 || sizes.length != centres.count() || spreads.size() != centres.count()) {
            throw new IllegalArgumentException("%d centres, %d sizes, %d spreads: must be equally many and at least 1"
                    .formatted(centres.count(), sizes.length, spreads.size()));
        }
    }

    /** How many clusters there are; fewer than requested where the sample has fewer distinct rows. */
    public int clusters() {
        return centres.count();
    }

    /**
     * The cluster that a row would belong to.
     *
     * @throws IllegalArgumentException if the width differs from the centres', or a number is not finite
     */
    public Nearest nearest(float[] row) {
        return Nearest.in(centres, row);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KMeansModel model
                && centres.equals(model.centres)
                && Arrays.equals(sizes, model.sizes)
                && Double.compare(inertia, model.inertia) == 0
                && iterations == model.iterations
                && converged == model.converged
                && Arrays.equals(assignment, model.assignment)
                && spreads.equals(model.spreads);
    }

    @Override
    public int hashCode() {
        return 31 * centres.hashCode() + Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return "KMeansModel[%d clusters of %d rows, inertia %s, %d iterations%s]"
                .formatted(clusters(), assignment.length, inertia, iterations, converged ? "" : ", not converged");
    }
}
