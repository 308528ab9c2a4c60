package org.lookalike.spaces;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A cluster of images in a space. The centre is neither copied nor changed; the caller must not change it either.
 *
 * @param id stays the same across refits for as long as the cluster continues; 1 to 64 letters, digits, underscores or hyphens
 * @param centre its centre in the space's coordinates
 * @param size images of the refit's sample that belong to it
 * @param spread root mean square of their Euclidean distances to the centre, 0 to 2
 * @param examples ids of the images nearest to the centre, nearest first
 * @param parents ids of the clusters of the previous space that it came from by a split or a merge; empty where it simply
 *     continued
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; a list would box every value.
public record Cluster(String id, float[] centre, long size, float spread, List<String> examples, List<String> parents) {
    /** Ids appear in filters. */
    public static final String ID_PATTERN = "[A-Za-z0-9_-]{1,64}";

    static final int ID_BYTES = 64;

    public Cluster {
        if (!id.matches(ID_PATTERN)) {
            throw new IllegalArgumentException("cluster id is '%s', must match %s".formatted(id, ID_PATTERN));
        }
        examples = List.copyOf(examples);
        parents = List.copyOf(parents);
    }

    /** A cluster that came from no other. */
    public Cluster(String id, float[] centre, long size, float spread, List<String> examples) {
        this(id, centre, size, spread, examples, List.of());
    }

    Cluster withoutExamples(Set<String> imageIds) {
        List<String> others =
                examples.stream().filter(id -> !imageIds.contains(id)).toList();
        return new Cluster(id, centre, size, spread, others, parents);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cluster cluster
                && id.equals(cluster.id)
                && Arrays.equals(centre, cluster.centre)
                && size == cluster.size
                && spread == cluster.spread
                && examples.equals(cluster.examples)
                && parents.equals(cluster.parents);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Cluster[id=%s, size=%d, spread=%s]".formatted(id, size, spread);
    }
}
