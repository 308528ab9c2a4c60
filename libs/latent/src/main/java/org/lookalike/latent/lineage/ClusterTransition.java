package org.lookalike.latent.lineage;

import java.util.List;

/**
 * One thing that a refit did to clusters.
 *
 * @param kind what happened
 * @param from the stable ids of the old clusters that took part, those that gave most first; empty for a birth
 * @param to the stable ids of the new clusters that took part, those that received most first; empty for a death
 * @param shared how many images of the shared sample went from {@code from} to {@code to}; 0 for births
 *     and deaths
 * @param overlap the Jaccard index of {@code from} and {@code to} over the shared sample, 0 (nothing in common) to 1
 *     (the same images)
 */
public record ClusterTransition(Kind kind, List<String> from, List<String> to, int shared, double overlap) {
    public ClusterTransition {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** What can happen to clusters. */
    public enum Kind {
        /** One cluster goes on as one, under its id. */
        CONTINUE,
        /** One cluster became several; the part with the most of its images keeps its id. */
        SPLIT,
        /** Several clusters became one, under the id of the one that gave most; the ids of the others end. */
        MERGE,
        /** A cluster of images that were not known before, or that belonged to no one cluster. */
        BIRTH,
        /** A cluster ended without a successor. */
        DEATH
    }
}
