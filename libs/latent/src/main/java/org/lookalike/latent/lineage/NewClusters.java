package org.lookalike.latent.lineage;

import java.util.Map;

/**
 * The clusters after a refit, still without stable ids.
 *
 * @param spaceId the id of the space that they belong to; the ids of clusters that begin with it are made of it
 * @param count how many there are, at least 1
 * @param members the refit's sample: image id to the index of the cluster that the image is in, 0 to
 *     {@code count - 1}; known and new images alike
 */
public record NewClusters(String spaceId, int count, Map<String, Integer> members) {
    public NewClusters {
        if (count < 1) {
            throw new IllegalArgumentException("%d clusters in space %s, must be at least 1".formatted(count, spaceId));
        }
        OldClusters.requireClusters(members, count);
    }
}
