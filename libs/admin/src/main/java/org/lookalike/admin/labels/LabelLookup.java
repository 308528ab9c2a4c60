package org.lookalike.admin.labels;

import org.jspecify.annotations.Nullable;
import org.lookalike.labels.ClusterNames;
import org.lookalike.labels.Labels;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** What the images and clusters of one space are called. Immutable and thread-safe. */
public final class LabelLookup {
    private final Labels labels;
    private final ClusterNames clusters;

    public LabelLookup(Labels labels, Space space, Spaces spaces) {
        this.labels = labels;
        this.clusters = labels.clusterNames(space, spaces);
    }

    /** An image's own label, else its cluster's, else null. */
    public @Nullable String ofImage(String imageId, String clusterId) {
        return labels.ofImage(imageId).orElseGet(() -> ofCluster(clusterId));
    }

    /** What a cluster is called, or null. */
    public @Nullable String ofCluster(String clusterId) {
        return clusters.of(clusterId).orElse(null);
    }
}
