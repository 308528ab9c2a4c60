package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

/**
 * The cluster that an image belongs to in the collection's space.
 *
 * @param cluster its id, at most {@value #MAX_CLUSTER_BYTES} bytes of UTF-8; empty where the space has no clusters
 * @param distance Euclidean distance from the vector, at length 1, to the cluster's centre; finite and not negative
 */
public record Membership(String cluster, float distance) {
    public static final int MAX_CLUSTER_BYTES = 64;

    /** Of an image in a space without clusters. */
    public static final Membership NONE = new Membership("", 0);

    public Membership {
        StoreRules.requireText("cluster", cluster, MAX_CLUSTER_BYTES);
        require(Float.isFinite(distance) && distance >= 0, "distance to cluster '%s' is %s", cluster, distance);
    }
}
