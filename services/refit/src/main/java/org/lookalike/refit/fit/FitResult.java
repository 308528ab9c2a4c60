package org.lookalike.refit.fit;

import java.util.List;
import org.lookalike.events.RefitReport;
import org.lookalike.spaces.Space;

/**
 * The result of a fit.
 *
 * @param space the candidate
 * @param report what was found, and whether the candidate is proposed
 * @param members the sample's clusters in the candidate
 * @param births the clusters that appeared beside known ones; none at an encoder's first fit, where all are new
 */
public record FitResult(Space space, RefitReport report, ClusterAssignments members, List<Birth> births) {
    public FitResult {
        births = List.copyOf(births);
    }

    /**
     * A cluster that appeared.
     *
     * @param clusterId its id
     * @param size how many images of the sample it has
     * @param share its share of the sample
     * @param imageId the image nearest to its centre
     * @param uri where that lies
     */
    public record Birth(String clusterId, long size, double share, String imageId, String uri) {}
}
