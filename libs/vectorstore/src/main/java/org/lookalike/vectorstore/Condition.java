package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition that a row has to meet to be a hit. Immutable; equal conditions let the same rows through. Each is valid
 * once constructed: a breach of a limit is an {@link IllegalArgumentException} that names the thing, the value and the
 * limit.
 */
public sealed interface Condition {

    /** Most values in one condition, so that a filter stays within what a server parses quickly. */
    int MAX_VALUES = 4_096;

    /** Whether the row meets the condition: the meaning that every store has to give to it. */
    boolean accepts(VectorRow row);

    /**
     * The row's source is one of these.
     *
     * @param sources 1 to {@value #MAX_VALUES}
     */
    record SourceIn(Set<String> sources) implements Condition {
        public SourceIn {
            sources = Set.copyOf(sources);
            requireSize("sources", sources);
            sources.forEach(source -> StoreRules.requireText("source", source, VectorRow.MAX_SOURCE_BYTES));
        }

        @Override
        public boolean accepts(VectorRow row) {
            return sources.contains(row.source());
        }
    }

    /**
     * The row's time lies in a range.
     *
     * @param from the first instant of the range, kept to the millisecond; null for no beginning
     * @param to the first instant after the range, kept to the millisecond; null for no end
     */
    record TimeRange(@Nullable Instant from, @Nullable Instant to) implements Condition {
        public TimeRange {
            from = from == null ? null : StoreRules.requireTime("from", from);
            to = to == null ? null : StoreRules.requireTime("to", to);
            require(from != null || to != null, "a time range has neither a beginning nor an end");
        }

        @Override
        public boolean accepts(VectorRow row) {
            return (from == null || !row.time().isBefore(from))
                    && (to == null || row.time().isBefore(to));
        }
    }

    /**
     * The row has each of these attributes with this value.
     *
     * @param attributes 1 to {@value #MAX_VALUES}, by key
     */
    record AttributesEqual(Map<String, String> attributes) implements Condition {
        public AttributesEqual {
            attributes = Map.copyOf(attributes);
            requireSize("attributes", attributes.keySet());
            StoreRules.requireAttributes(attributes);
        }

        @Override
        public boolean accepts(VectorRow row) {
            return row.attributes().entrySet().containsAll(attributes.entrySet());
        }
    }

    /**
     * The row's id is one of these.
     *
     * @param ids 1 to {@value #MAX_VALUES}
     */
    record IdIn(Set<String> ids) implements Condition {
        public IdIn {
            ids = Set.copyOf(ids);
            requireSize("ids", ids);
            StoreRules.requireIds(ids);
        }

        @Override
        public boolean accepts(VectorRow row) {
            return ids.contains(row.id());
        }
    }

    /**
     * The row's id is none of these.
     *
     * @param ids 1 to {@value #MAX_VALUES}
     */
    record IdNotIn(Set<String> ids) implements Condition {
        public IdNotIn {
            ids = Set.copyOf(ids);
            requireSize("excluded ids", ids);
            StoreRules.requireIds(ids);
        }

        @Override
        public boolean accepts(VectorRow row) {
            return !ids.contains(row.id());
        }
    }

    /**
     * The row's content hash is none of these: excludes an image under whatever id.
     *
     * @param sha256 1 to {@value #MAX_VALUES} hashes of 64 lower-case hexadecimal digits
     */
    record ContentNotIn(Set<String> sha256) implements Condition {
        public ContentNotIn {
            sha256 = Set.copyOf(sha256);
            requireSize("excluded hashes", sha256);
            for (String hash : sha256) {
                require(
                        StoreRules.isSha256(hash),
                        "excluded hash is '%s', which is not 64 lower-case hexadecimal digits",
                        hash);
            }
        }

        @Override
        public boolean accepts(VectorRow row) {
            return !sha256.contains(row.sha256());
        }
    }

    /**
     * The row's cluster is one of these.
     *
     * @param clusters 1 to {@value #MAX_VALUES} ids; an empty one stands for rows without a cluster
     */
    record ClusterIn(Set<String> clusters) implements Condition {
        public ClusterIn {
            clusters = Set.copyOf(clusters);
            requireSize("clusters", clusters);
            clusters.forEach(cluster -> StoreRules.requireText("cluster", cluster, Membership.MAX_CLUSTER_BYTES));
        }

        @Override
        public boolean accepts(VectorRow row) {
            return clusters.contains(row.membership().cluster());
        }
    }

    /**
     * The row has a cluster and lies near its centre.
     *
     * @param distance largest Euclidean distance from the row's vector, at length 1, to the cluster's centre; finite and
     *     not negative
     */
    record ClusterDistanceAtMost(float distance) implements Condition {
        public ClusterDistanceAtMost {
            require(
                    Float.isFinite(distance) && distance >= 0,
                    "largest distance to a cluster's centre is %s, must be finite and not negative",
                    distance);
        }

        /** A row without a cluster has the distance 0, and yet is near no centre. */
        @Override
        public boolean accepts(VectorRow row) {
            return !row.membership().cluster().isEmpty() && row.membership().distance() <= distance;
        }
    }

    /**
     * The row has one of some labels, its own or its cluster's. Labels are no part of a row, so that a new label takes
     * effect at once and touches no row: whoever knows the labels translates them into ids and clusters. With no ids and
     * no clusters it lets nothing through. There may be any number of ids: a store splits a search by more than it takes at
     * a time. There are at most {@value #MAX_LABELLED} clusters.
     *
     * @param ids rows that carry one of the labels themselves
     * @param clusters clusters that carry one of the labels
     * @param otherIds rows of those clusters that carry another label themselves
     */
    record Labelled(Set<String> ids, Set<String> clusters, Set<String> otherIds) implements Condition {
        /** Most clusters. */
        public static final int MAX_LABELLED = 16_384;

        public Labelled {
            ids = Set.copyOf(ids);
            clusters = Set.copyOf(clusters);
            otherIds = Set.copyOf(otherIds);
            requireAtMost("labelled clusters", clusters, MAX_LABELLED);
            StoreRules.requireIds(ids);
            clusters.forEach(cluster -> StoreRules.requireText("cluster", cluster, Membership.MAX_CLUSTER_BYTES));
            StoreRules.requireIds(otherIds);
        }

        @Override
        public boolean accepts(VectorRow row) {
            return ids.contains(row.id())
                    || (clusters.contains(row.membership().cluster()) && !otherIds.contains(row.id()));
        }
    }

    /**
     * The row does not meet a condition of labels: it has none of some labels, neither its own nor its cluster's.
     *
     * @param labelled what it must not meet
     */
    record NotLabelled(Labelled labelled) implements Condition {
        @Override
        public boolean accepts(VectorRow row) {
            return !labelled.accepts(row);
        }
    }

    private static void requireSize(String name, Collection<String> values) {
        require(!values.isEmpty(), "a filter names no %s, needs at least 1", name);
        requireAtMost(name, values, MAX_VALUES);
    }

    private static void requireAtMost(String name, Collection<String> values, int max) {
        require(values.size() <= max, "a filter has %d %s, limit %d", values.size(), name, max);
    }
}
