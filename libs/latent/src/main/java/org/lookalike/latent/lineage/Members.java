package org.lookalike.latent.lineage;

import java.util.Map;

/** What both sides of a refit ask of the images' clusters. */
final class Members {
    private Members() {}

    static void check(Map<String, Integer> members, int clusters) {
        members.forEach((imageId, cluster) -> {
            if (cluster < 0 || cluster >= clusters) {
                throw new IllegalArgumentException("image %s is in cluster %d, but the clusters are 0 to %d"
                        .formatted(imageId, cluster, clusters - 1));
            }
        });
    }
}
