package org.lookalike.latent.search;

import java.util.List;

/**
 * A hit and the later ones that show the same scene at the same time.
 *
 * @param first the hit that stands for all: its place among the hits
 * @param duplicates the places of the others, ascending; empty where it stands alone
 */
public record Burst(int first, List<Integer> duplicates) {
    public Burst {
        duplicates = List.copyOf(duplicates);
    }
}
