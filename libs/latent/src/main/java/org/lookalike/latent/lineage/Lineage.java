package org.lookalike.latent.lineage;

import java.util.List;
import java.util.Map;

/**
 * How the clusters of a refit follow from those before.
 *
 * <p>Every old and every new cluster is in at least one change. It is in two where a cluster split and one part merged
 * with another cluster.
 *
 * @param changes what happened: first what concerns new clusters, in their order, then the deaths in the order of the
 *     old clusters
 * @param newIds the stable id of each new cluster, by its index; all different
 * @param successors for each old cluster that did not simply die the id of the new cluster that most of it went to,
 *     which is the one that its labels should follow; it may be its own id
 */
public record Lineage(List<ClusterTransition> changes, List<String> newIds, Map<String, String> successors) {
    public Lineage {
        changes = List.copyOf(changes);
        newIds = List.copyOf(newIds);
        successors = Map.copyOf(successors);
    }

    /** The changes of one kind. */
    public List<ClusterTransition> changes(ClusterTransition.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).toList();
    }
}
