package org.lookalike.labels;

import java.time.Instant;
import java.util.List;
import org.lookalike.schemas.LabelText;

/**
 * What somebody called a whole cluster.
 *
 * @param spaceId the space in which it was looked at
 * @param clusterId the cluster
 * @param label see {@link LabelText}
 * @param looked ids of the images that the bound rests on
 * @param agreed how many of them were of the class, 0 to as many as there are
 * @param purityBound at least this share of the cluster was of the class then, 0 to 1
 * @param confidence how often such a bound holds, 0 to 1
 * @param by who or what said it; may be empty
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
