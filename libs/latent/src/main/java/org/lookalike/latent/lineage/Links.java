package org.lookalike.latent.lineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which old clusters are related to which new ones. */
final class Links {
    private final boolean[][] linked;
    private final int newClusters;

    private Links(int oldClusters, int newClusters) {
        linked = new boolean[oldClusters][newClusters];
        this.newClusters = newClusters;
    }

    /**
     * Links by members. An old cluster is linked to the new one that most of its shared images went to, and a new one
     * to the old one that most of its known images came from. The former finds continuations and merges, the latter
     * continuations and splits, however unequal the parts.
     */
    static Links byMembers(Contingency counts, LineageRules rules) {
        Links links = new Links(counts.oldClusters(), counts.newClusters());
        for (int to = 0; to < counts.newClusters(); to++) {
            // A cluster of unknown images is new, even if it took the last few of an old one along.
            if (counts.newTotal(to) < rules.minimumShared() || counts.knownShare(to) < rules.minimumShare()) {
                continue;
            }
            for (int from = 0; from < counts.oldClusters(); from++) {
                int shared = counts.shared(from, to);
                // The last few images of a cluster that vanished lie anywhere.
                boolean destination = counts.oldTotal(from) >= rules.minimumShared()
                        && counts.survivingShare(from) >= rules.minimumShare()
                        && shared > rules.majority() * counts.oldTotal(from);
                boolean origin = shared > rules.majority() * counts.newTotal(to);
                links.linked[from][to] = destination || origin;
            }
        }
        return links;
    }

    /** The new clusters that an old one is linked to. */
    List<Integer> children(int from) {
        return IntStream.range(0, newClusters)
                .filter(to -> linked[from][to])
                .boxed()
                .toList();
    }

    /** The old clusters that a new one is linked to. */
    List<Integer> parents(int to) {
        return IntStream.range(0, linked.length)
                .filter(from -> linked[from][to])
                .boxed()
                .toList();
    }

    /** All links, those with the most shared images first; in the clusters' order where they are equal. */
    List<Link> strongestFirst(Contingency counts) {
        List<Link> links = new ArrayList<>();
        for (int from = 0; from < linked.length; from++) {
            for (int to : children(from)) {
                links.add(new Link(from, to, counts.shared(from, to)));
            }
        }
        links.sort(Comparator.comparingInt(Link::shared).reversed());
        return links;
    }

    /** An old cluster's index, a new one's, and how many images they share. */
    record Link(int from, int to, int shared) {}
}
