package org.lookalike.labels;

import java.time.Instant;
import java.util.List;
import org.lookalike.schemas.LabelText;

/**
 * A label given to a whole cluster.
 *
 * @param spaceId the space in which the cluster was audited
 * @param clusterId the cluster
 * @param label see {@link LabelText}
 * @param looked ids of the audited images, on which the bound rests
 * @param agreed how many of the audited images were of the class
 * @param purityBound lower confidence bound of the share of the cluster that was of the class, 0 to 1
 * @param confidence the bound's confidence level, 0 to 1
 * @param by who or what gave it; may be empty
 * @param at when
 */
public record ClusterLabel(
        String spaceId,
        String clusterId,
        String label,
        List<String> looked,
        int agreed,
        double purityBound,
        double confidence,
        String by,
        Instant at) {
    public ClusterLabel {
        LabelText.require(label);
        looked = List.copyOf(looked);
        if (clusterId.isEmpty() || agreed < 0 || agreed > looked.size()) {
            throw new IllegalArgumentException("cluster '%s' has %d of %d pictures agree, must be 0 to all"
                    .formatted(clusterId, agreed, looked.size()));
        }
        if (!(purityBound >= 0 && purityBound <= 1) || !(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("cluster %s has purity bound %s at confidence %s, must be 0 to 1"
                    .formatted(clusterId, purityBound, confidence));
        }
    }
}
