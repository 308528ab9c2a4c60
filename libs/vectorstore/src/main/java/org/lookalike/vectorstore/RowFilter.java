package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows may be hits: those that meet every condition.
 *
 * @param sources the row's source is one of these; empty lets all through
 * @param from the row's time is this or later; kept to the millisecond; null lets all through
 * @param to the row's time is earlier than this; kept to the millisecond; null lets all through
 * @param attributes the row has each of these keys with this value; empty lets all through
 * @param excludeIds the row's id is none of these
 * @param excludeSha256 the row's content hash is none of these: leaves out the query image under whatever id
 * @param clusters the row's cluster is one of these; empty lets all through
 * @param maxClusterDistance the row has a cluster, and the Euclidean distance from its vector, at length 1, to the
 *     cluster's centre is at most this; finite and not negative; null lets all through
 * @param labels the row is called one of some things; null lets all through
 */
public record RowFilter(
        Set<String> sources,
        @Nullable Instant from,
        @Nullable Instant to,
        Map<String, String> attributes,
        Set<String> excludeIds,
        Set<String> excludeSha256,
        Set<String> clusters,
        @Nullable Float maxClusterDistance,
        @Nullable LabelFilter labels) {

    /** Most values in each of the sets and the map, so that a filter stays within what a server parses quickly. */
    public static final int MAX_VALUES = 4_096;

    /** Lets every row through. */
    public static final RowFilter ALL =
            new RowFilter(Set.of(), null, null, Map.of(), Set.of(), Set.of(), Set.of(), null, null);

    public RowFilter {
        sources = Set.copyOf(sources);
        attributes = Map.copyOf(attributes);
        excludeIds = Set.copyOf(excludeIds);
        excludeSha256 = Set.copyOf(excludeSha256);
        clusters = Set.copyOf(clusters);
        from = from == null ? null : StoreRules.requireTime("from", from);
        to = to == null ? null : StoreRules.requireTime("to", to);
        requireSize("sources", sources.size());
        requireSize("attributes", attributes.size());
        requireSize("excluded ids", excludeIds.size());
        requireSize("excluded hashes", excludeSha256.size());
        requireSize("clusters", clusters.size());
        clusters.forEach(cluster -> StoreRules.requireText("cluster", cluster, Membership.MAX_CLUSTER_BYTES));
        if (maxClusterDistance != null) {
            require(
                    Float.isFinite(maxClusterDistance) && maxClusterDistance >= 0,
                    "largest distance to a cluster's centre is %s, must be finite and not negative",
                    maxClusterDistance);
        }
        sources.forEach(source -> StoreRules.requireText("source", source, VectorRow.MAX_SOURCE_BYTES));
        StoreRules.requireAttributes(attributes, VectorRow.MAX_ATTRIBUTES_BYTES);
        excludeIds.forEach(StoreRules::requireId);
        for (String hash : excludeSha256) {
            require(
                    StoreRules.isSha256(hash),
                    "excluded hash is '%s', which is not 64 lower-case hexadecimal digits",
                    hash);
        }
    }

    private static void requireSize(String name, int size) {
        require(size <= MAX_VALUES, "a filter has %d %s, limit %d", size, name, MAX_VALUES);
    }

    public RowFilter withSources(Set<String> newSources) {
        return new RowFilter(
                newSources, from, to, attributes, excludeIds, excludeSha256, clusters, maxClusterDistance, labels);
    }

    public RowFilter withTimes(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new RowFilter(
                sources, newFrom, newTo, attributes, excludeIds, excludeSha256, clusters, maxClusterDistance, labels);
    }

    public RowFilter withAttributes(Map<String, String> newAttributes) {
        return new RowFilter(
                sources, from, to, newAttributes, excludeIds, excludeSha256, clusters, maxClusterDistance, labels);
    }

    public RowFilter withExcludeIds(Set<String> newExcludeIds) {
        return new RowFilter(
                sources, from, to, attributes, newExcludeIds, excludeSha256, clusters, maxClusterDistance, labels);
    }

    public RowFilter withExcludeSha256(Set<String> newExcludeSha256) {
        return new RowFilter(
                sources, from, to, attributes, excludeIds, newExcludeSha256, clusters, maxClusterDistance, labels);
    }

    public RowFilter withClusters(Set<String> newClusters) {
        return new RowFilter(
                sources, from, to, attributes, excludeIds, excludeSha256, newClusters, maxClusterDistance, labels);
    }

    public RowFilter withMaxClusterDistance(@Nullable Float newMaxClusterDistance) {
        return new RowFilter(
                sources, from, to, attributes, excludeIds, excludeSha256, clusters, newMaxClusterDistance, labels);
    }

    public RowFilter withLabels(@Nullable LabelFilter newLabels) {
        return new RowFilter(
                sources, from, to, attributes, excludeIds, excludeSha256, clusters, maxClusterDistance, newLabels);
    }

    /** Whether the row meets every condition: the meaning that every store has to give to a filter. */
    public boolean accepts(VectorRow row) {
        return (sources.isEmpty() || sources.contains(row.source()))
                && (from == null || !row.time().isBefore(from))
                && (to == null || row.time().isBefore(to))
                && row.attributes().entrySet().containsAll(attributes.entrySet())
                && !excludeIds.contains(row.id())
                && !excludeSha256.contains(row.sha256())
                && (clusters.isEmpty() || clusters.contains(row.membership().cluster()))
                && (maxClusterDistance == null || isWithin(row.membership(), maxClusterDistance))
                && (labels == null || labels.accepts(row));
    }

    /** A row without a cluster has the distance 0, and yet is near no centre. */
    private static boolean isWithin(Membership membership, float distance) {
        return !membership.cluster().isEmpty() && membership.distance() <= distance;
    }
}
