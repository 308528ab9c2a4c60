package org.lookalike.latent.lineage;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The clusters before a refit.
 *
 * @param ids their stable ids, by index; all different
 * @param members the sample of the fit before: image id to the index of the cluster that the image was in
 */
public record OldClusters(List<String> ids, Map<String, Integer> members) {
    public OldClusters {
        ids = List.copyOf(ids);
        if (new HashSet<>(ids).size() != ids.size()) {
            throw new IllegalArgumentException("cluster ids %s are not all different".formatted(ids));
        }
        requireClusters(members, ids.size());
    }

    /** Every image must be in one of the clusters. */
    static void requireClusters(Map<String, Integer> members, int clusters) {
        members.forEach((imageId, cluster) -> {
            if (cluster < 0 || cluster >= clusters) {
                throw new IllegalArgumentException("image %s is in cluster %d, but the clusters are 0 to %d"
                        .formatted(imageId, cluster, clusters - 1));
            }
        });
    }

    /** No clusters, as before the first fit. */
    public static OldClusters none() {
        return new OldClusters(List.of(), Map.of());
    }
}
