package org.lookalike.admin.spaces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterEvent;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;

/**
 * One cluster of a space, for a person and for a script. Sizes and shares are those of the refit's sample, which stands
 * for all images; counting these would mean a scan of the store.
 *
 * @param id the cluster
 * @param label what it is called; null where nothing is
 * @param size images of the sample that belong to it
 * @param share of the sample, 0 to 1
 * @param spread root mean square of their distances to the centre
 * @param examples ids of the images nearest to the centre, nearest first
 * @param change CONTINUE, SPLIT, MERGE, BIRTH or DEATH at the refit that made the space; null where none is known
 * @param related clusters that it came from or, at a death, went into
 * @param previousShare its share in the space before; null where it was not there, or that space is forgotten
 */
public record ClusterSummary(
        String id,
        @Nullable String label,
        long size,
        double share,
        float spread,
        List<String> examples,
        @Nullable String change,
        List<String> related,
        @Nullable Double previousShare) {

    /**
     * A space's clusters, the largest first, and then those that died when it was made.
     *
     * @param names gives what a cluster is called, or null
     */
    public static List<ClusterSummary> of(
            Space space,
            @Nullable Space previous,
            List<ClusterEvent> events,
            Function<String, @Nullable String> names) {
        Map<String, ClusterEvent> changes = new HashMap<>();
        events.forEach(event -> changes.put(event.getClusterId(), event));
        Map<String, Double> previousShares = previous == null ? Map.of() : shares(previous);
        Map<String, Double> shares = shares(space);
        List<ClusterSummary> summaries = new ArrayList<>();
        space.clusters().stream()
                .sorted(Comparator.comparingLong(Cluster::size).reversed().thenComparing(Cluster::id))
                .forEach(cluster -> {
                    ClusterEvent change = changes.remove(cluster.id());
                    summaries.add(new ClusterSummary(
                            cluster.id(),
                            names.apply(cluster.id()),
                            cluster.size(),
                            shares.getOrDefault(cluster.id(), 0.0),
                            cluster.spread(),
                            cluster.examples(),
                            change == null ? null : change.getKind(),
                            change == null ? List.of() : List.copyOf(change.getRelated()),
                            previousShares.get(cluster.id())));
                });
        changes.values().stream()
                .sorted(Comparator.comparing(ClusterEvent::getClusterId))
                .forEach(gone -> summaries.add(new ClusterSummary(
                        gone.getClusterId(),
                        names.apply(gone.getClusterId()),
                        0,
                        0,
                        0,
                        List.of(),
                        gone.getKind(),
                        List.copyOf(gone.getRelated()),
                        previousShares.get(gone.getClusterId()))));
        return List.copyOf(summaries);
    }

    private static Map<String, Double> shares(Space space) {
        double all =
                Math.max(1, space.clusters().stream().mapToLong(Cluster::size).sum());
        Map<String, Double> shares = new HashMap<>();
        space.clusters().forEach(cluster -> shares.put(cluster.id(), cluster.size() / all));
        return shares;
    }
}
