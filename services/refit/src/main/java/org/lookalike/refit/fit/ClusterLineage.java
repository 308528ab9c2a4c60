package org.lookalike.refit.fit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterChange;
import org.lookalike.events.ClusterChangeKind;
import org.lookalike.latent.lineage.ClusterTransition;
import org.lookalike.latent.lineage.ClusterTransition.Kind;
import org.lookalike.latent.lineage.Lineage;
import org.lookalike.latent.lineage.LineageRules;
import org.lookalike.latent.lineage.LineageTracker;
import org.lookalike.latent.lineage.NewClusters;
import org.lookalike.latent.lineage.OldClusters;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;

/** Names clusters after those of the previous space, and reports what became of each. */
final class ClusterLineage {
    private final Lineage lineage;
    private final List<String> oldIds;

    private ClusterLineage(Lineage lineage, List<String> oldIds) {
        this.lineage = lineage;
        this.oldIds = oldIds;
    }

    /**
     * @param seed decides the ids of new clusters
     * @param clusters how many there are now
     * @param members the sample's clusters now
     * @param previous the previous space, if there was one
     * @param previousMembers its sample's clusters
     * @param known every space of the encoder, whose clusters' ids must not be used again
     */
    static ClusterLineage of(
            String seed,
            int clusters,
            ClusterAssignments members,
            @Nullable Space previous,
            @Nullable ClusterAssignments previousMembers,
            Collection<Space> known) {
        Set<String> used = new HashSet<>();
        known.forEach(space -> space.clusters().forEach(cluster -> used.add(cluster.id())));
        OldClusters before = previous == null || previousMembers == null
                ? OldClusters.none()
                : new OldClusters(previous.clusters().stream().map(Cluster::id).toList(), previousMembers.byName());
        Lineage lineage = new LineageTracker(LineageRules.defaults())
                .track(before, new NewClusters(seed, clusters, members.byName()), used);
        return new ClusterLineage(lineage, before.ids());
    }

    /** The id of each cluster, by its index. */
    List<String> ids() {
        return lineage.newIds();
    }

    /** The clusters that each of these came from by a split or a merger; without those that go on, or are new. */
    Map<String, List<String>> parents() {
        Map<String, List<String>> parents = new HashMap<>();
        for (Kind kind : List.of(Kind.SPLIT, Kind.MERGE)) {
            lineage.changes(kind).forEach(change -> change.to().forEach(id -> parents.put(id, change.from())));
        }
        return parents;
    }

    /**
     * One change for each cluster that there is or was.
     *
     * @param sizes images of each cluster that there is
     */
    List<ClusterChange> changes(Map<String, Long> sizes) {
        List<ClusterChange> changes = new ArrayList<>();
        Set<String> reported = new HashSet<>();
        for (ClusterTransition change : lineage.changes()) {
            for (String id : change.to()) {
                // What split off and merged at once is reported as a merger.
                if (change.kind() != Kind.SPLIT || !isMerged(id)) {
                    reported.add(id);
                    changes.add(changed(kind(change.kind()), id, change.from(), change.shared(), sizes));
                }
            }
        }
        for (String id : oldIds) {
            if (reported.add(id)) {
                String successor = lineage.successors().get(id);
                changes.add(changed(
                        ClusterChangeKind.DEATH, id, successor == null ? List.of() : List.of(successor), 0, sizes));
            }
        }
        return changes;
    }

    private boolean isMerged(String id) {
        return lineage.changes(Kind.MERGE).stream()
                .anyMatch(change -> change.to().contains(id));
    }

    private static ClusterChange changed(
            ClusterChangeKind kind, String id, List<String> related, int shared, Map<String, Long> sizes) {
        return ClusterChange.newBuilder()
                .setKind(kind)
                .setClusterId(id)
                .setRelated(related)
                .setShared(shared)
                .setSize(sizes.getOrDefault(id, 0L))
                .build();
    }

    private static ClusterChangeKind kind(Kind kind) {
        return ClusterChangeKind.valueOf(kind.name());
    }
}
