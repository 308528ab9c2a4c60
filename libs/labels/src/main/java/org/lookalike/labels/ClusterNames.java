package org.lookalike.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * The labels of the clusters of one space. Immutable and thread-safe.
 *
 * <p>A cluster that continues keeps its id and with it its label. One that came from others by a split or a merge has the label
 * that it was given since; otherwise its parents' label if they agree on one, and none if they do not.
 */
public final class ClusterNames {
    private final Map<String, String> byCluster;

    private ClusterNames(Map<String, String> byCluster) {
        this.byCluster = Map.copyOf(byCluster);
    }

    static ClusterNames of(Space space, Spaces spaces, Map<String, ClusterLabel> labels) {
        if (labels.isEmpty() || space.clusters().isEmpty()) {
            return new ClusterNames(Map.of());
        }
        Ancestry ancestry = new Ancestry(spaces, labels);
        Map<String, String> names = new HashMap<>();
        int place = ancestry.place(space.id());
        for (Cluster cluster : space.clusters()) {
            String name = ancestry.name(cluster.id(), place);
            if (name != null) {
                names.put(cluster.id(), name);
            }
        }
        return new ClusterNames(names);
    }

    /** The cluster's label, if it has one. */
    public Optional<String> of(String clusterId) {
        return Optional.ofNullable(byCluster.get(clusterId));
    }

    /** The clusters that have a label. */
    public Set<String> clusters() {
        return byCluster.keySet();
    }

    /** The clusters that have one of these labels. */
    public Set<String> clustersOf(Set<String> labels) {
        return byCluster.entrySet().stream()
                .filter(entry -> labels.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Follows the ancestry of clusters back through the spaces, in the order of their definitions. */
    private static final class Ancestry {
        private final List<Space> spaces;
        private final Map<String, Integer> places = new HashMap<>();
        private final Map<String, ClusterLabel> labels;
        private final List<Map<String, List<String>>> parents = new ArrayList<>();

        Ancestry(Spaces spaces, Map<String, ClusterLabel> labels) {
            this.spaces = spaces.all();
            this.labels = labels;
            for (int place = 0; place < this.spaces.size(); place++) {
                Space space = this.spaces.get(place);
                places.put(space.id(), place);
                Map<String, List<String>> here = new HashMap<>();
                space.clusters().stream()
                        .filter(cluster -> !cluster.parents().isEmpty())
                        .forEach(cluster -> here.put(cluster.id(), cluster.parents()));
                parents.add(here);
            }
        }

        /** An unknown space counts as the newest. */
        int place(String spaceId) {
            return places.getOrDefault(spaceId, spaces.size() - 1);
        }

        /** The label that a cluster had in the space at this place. */
        @Nullable
        String name(String clusterId, int place) {
            ClusterLabel own = labels.get(clusterId);
            int changed = place;
            while (changed >= 0 && !parents.get(changed).containsKey(clusterId)) {
                changed--;
            }
            if (own != null && place(own.spaceId()) >= changed) {
                return own.label();
            }
            if (changed < 0) {
                return null;
            }
            Set<@Nullable String> names = new HashSet<>();
            for (String parent : parents.get(changed).getOrDefault(clusterId, List.of())) {
                names.add(name(parent, changed - 1));
            }
            return names.size() == 1 ? names.iterator().next() : null;
        }
    }
}
