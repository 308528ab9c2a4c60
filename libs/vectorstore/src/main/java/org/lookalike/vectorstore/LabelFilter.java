package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

import java.util.Set;

/**
 * Rows that are called one of some things, themselves or by their cluster. Labels are no part of a row, so that a label
 * takes effect at once and touches no row: whoever knows the labels says what that means for ids and clusters.
 *
 * @param ids rows that are called that themselves
 * @param clusters clusters whose rows are called that
 * @param otherwise rows of those clusters that are called something else themselves
 */
public record LabelFilter(Set<String> ids, Set<String> clusters, Set<String> otherwise) {
    /** Most values in each of the sets, so that a filter stays within what a server parses quickly. */
    public static final int MAX_VALUES = 16_384;

    public LabelFilter {
        ids = Set.copyOf(ids);
        clusters = Set.copyOf(clusters);
        otherwise = Set.copyOf(otherwise);
        requireSize("labelled ids", ids.size());
        requireSize("labelled clusters", clusters.size());
        requireSize("ids labelled otherwise", otherwise.size());
        ids.forEach(StoreRules::requireId);
        clusters.forEach(cluster -> StoreRules.requireText("cluster", cluster, Membership.MAX_CLUSTER_BYTES));
        otherwise.forEach(StoreRules::requireId);
    }

    private static void requireSize(String name, int size) {
        require(size <= MAX_VALUES, "a filter has %d %s, limit %d", size, name, MAX_VALUES);
    }

    /** Whether the row is called one of those things. */
    public boolean accepts(VectorRow row) {
        return ids.contains(row.id())
                || (clusters.contains(row.membership().cluster()) && !otherwise.contains(row.id()));
    }
}
