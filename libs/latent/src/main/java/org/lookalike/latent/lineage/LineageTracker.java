package org.lookalike.latent.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.lineage.ClusterTransition.Kind;
import org.lookalike.latent.lineage.Links.Link;

/**
 * Gives the clusters of a refit their stable ids, and says what happened to the old ones.
 *
 * <p>Old and new clusters are compared by the images that both samples hold, not by their places: a refit changes the
 * space itself. This follows MONIC (Spiliopoulou, Ntoutsi, Theodoridis and Schult, MONIC: Modeling and Monitoring
 * Cluster Transitions, KDD 2006), which names survival, split, absorption, disappearance and emergence, and adds what
 * MONIC lacks: containment is judged in both directions, so that small parts of a split are found, and a cluster that
 * consists of unknown images is a birth even where it holds a few known ones. Greene, Doyle and Cunningham (Tracking
 * the Evolution of Communities in Dynamic Social Networks, ASONAM 2010) match several to several in the same way.
 *
 * <p>Takes memory for one number per pair of clusters. Immutable, safe for use by many threads.
 */
public final class LineageTracker {
    private final LineageRules rules;

    public LineageTracker(LineageRules rules) {
        this.rules = rules;
    }

    /**
     * The lineage by shared images.
     *
     * @param usedIds stable ids that must not be given again: those of clusters that ended in earlier refits. Those of
     *     {@code before} need not be among them
     */
    public Lineage track(OldClusters before, NewClusters after, Collection<String> usedIds) {
        Contingency counts = new Contingency(before, after);
        return lineage(before, after, usedIds, counts, Links.byMembers(counts, rules));
    }

    private static Lineage lineage(
            OldClusters before, NewClusters after, Collection<String> usedIds, Contingency counts, Links links) {
        List<Link> strongest = links.strongestFirst(counts);
        List<String> newIds = names(before, after, usedIds, strongest);
        Map<String, String> successors = new HashMap<>();
        strongest.forEach(link -> successors.putIfAbsent(before.ids().get(link.from()), newIds.get(link.to())));
        return new Lineage(changes(before.ids(), newIds, counts, links), newIds, successors);
    }

    /** An id goes along the strongest link that joins an old cluster and a new one that are both still free. */
    private static List<String> names(
            OldClusters before, NewClusters after, Collection<String> usedIds, List<Link> strongest) {
        @Nullable String[] names = new @Nullable String[after.count()];
        boolean[] inherited = new boolean[before.ids().size()];
        for (Link link : strongest) {
            if (!inherited[link.from()] && names[link.to()] == null) {
                names[link.to()] = before.ids().get(link.from());
                inherited[link.from()] = true;
            }
        }
        Set<String> taken = new HashSet<>(usedIds);
        taken.addAll(before.ids());
        ClusterIds ids = new ClusterIds(after.spaceId(), taken);
        List<String> newIds = new ArrayList<>(after.count());
        for (int to = 0; to < after.count(); to++) {
            String name = names[to];
            newIds.add(name == null ? ids.fresh(to) : name);
        }
        return newIds;
    }

    private static List<ClusterTransition> changes(
            List<String> oldIds, List<String> newIds, Contingency counts, Links links) {
        List<ClusterTransition> changes = new ArrayList<>();
        boolean[] split = new boolean[oldIds.size()];
        for (int to = 0; to < newIds.size(); to++) {
            List<Integer> parents = links.parents(to);
            for (int from : parents) {
                if (links.children(from).size() > 1 && !split[from]) {
                    split[from] = true;
                    changes.add(change(Kind.SPLIT, List.of(from), links.children(from), oldIds, newIds, counts));
                }
            }
            if (parents.isEmpty()) {
                changes.add(new ClusterTransition(Kind.BIRTH, List.of(), List.of(newIds.get(to)), 0, 0));
            } else if (parents.size() > 1) {
                changes.add(change(Kind.MERGE, parents, List.of(to), oldIds, newIds, counts));
            } else if (links.children(parents.get(0)).size() == 1) {
                changes.add(change(Kind.CONTINUE, parents, List.of(to), oldIds, newIds, counts));
            }
        }
        for (int from = 0; from < oldIds.size(); from++) {
            if (links.children(from).isEmpty()) {
                changes.add(new ClusterTransition(Kind.DEATH, List.of(oldIds.get(from)), List.of(), 0, 0));
            }
        }
        return changes;
    }

    private static ClusterTransition change(
            Kind kind,
            List<Integer> from,
            List<Integer> to,
            List<String> oldIds,
            List<String> newIds,
            Contingency counts) {
        int shared = from.stream()
                .mapToInt(old ->
                        to.stream().mapToInt(next -> counts.shared(old, next)).sum())
                .sum();
        int either = from.stream().mapToInt(counts::oldTotal).sum()
                + to.stream().mapToInt(counts::newTotal).sum()
                - shared;
        // One side is a single cluster, so what each of the other gave or received is its share with that one.
        Stream<Integer> givers = from.stream().sorted(largest(old -> counts.shared(old, to.get(0))));
        Stream<Integer> receivers = to.stream().sorted(largest(next -> counts.shared(from.get(0), next)));
        return new ClusterTransition(
                kind,
                givers.map(oldIds::get).toList(),
                receivers.map(newIds::get).toList(),
                shared,
                either == 0 ? 0 : (double) shared / either);
    }

    private static Comparator<Integer> largest(ToIntFunction<Integer> shared) {
        return Comparator.comparingInt(shared).reversed();
    }
}
