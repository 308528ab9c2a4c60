package org.lookalike.query.request;

import static org.lookalike.query.request.RequestRules.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;

/**
 * Makes the filter of a request: the one place where fields become conditions, and where their rules are checked. Each
 * field has a method of its own. Thread-safe.
 */
public final class Filters {
    private static final int MAX_IDS = 1_000;
    private static final Pattern CLUSTER_ID = Pattern.compile(Cluster.ID_PATTERN);

    private final RequestLimits limits;

    Filters(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * The filter of a request: one condition for each field that is set, but for the labels, see
     * {@link Request#filteredByLabels}.
     *
     * @param space the request's, without which labels mean nothing; the rules of the other fields are checked even so
     * @throws PermanentFailure INVALID_FIELD, or what is the matter with the space
     */
    RowFilter of(SearchRequest request, Result<Space> space) {
        try {
            return new RowFilter(Stream.of(
                            sources(request),
                            times(request),
                            attributes(request),
                            ids(request),
                            clusters(request),
                            clusterDistance(request),
                            labels(request, space))
                    .flatMap(Optional::stream)
                    .toList());
        } catch (IllegalArgumentException e) {
            // The store's own rules, such as lengths in UTF-8, hold for the caller too.
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    /** Excludes the images that a query consists of, by their ids and by the hashes of their bytes. */
    public static RowFilter excluding(RowFilter filter, Set<String> ids, Set<String> sha256) {
        RowFilter narrower = ids.isEmpty() ? filter : filter.and(new Condition.IdNotIn(ids));
        return sha256.isEmpty() ? narrower : narrower.and(new Condition.ContentNotIn(sha256));
    }

    private static Optional<Condition> sources(SearchRequest request) {
        return request.getSources().isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.SourceIn(Set.copyOf(request.getSources())));
    }

    private static Optional<Condition> times(SearchRequest request) {
        if (request.getFrom() == null && request.getTo() == null) {
            return Optional.empty();
        }
        require(
                request.getFrom() == null
                        || request.getTo() == null
                        || request.getFrom().isBefore(request.getTo()),
                "from is %s, must be before to, %s".formatted(request.getFrom(), request.getTo()));
        return Optional.of(new Condition.TimeRange(request.getFrom(), request.getTo()));
    }

    private static Optional<Condition> attributes(SearchRequest request) {
        return request.getAttributes().isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.AttributesEqual(request.getAttributes()));
    }

    private static Optional<Condition> ids(SearchRequest request) {
        List<String> ids = request.getIds();
        require(ids.size() <= MAX_IDS, "ids has %d values, limit %d".formatted(ids.size(), MAX_IDS));
        ids.forEach(id -> RequestRules.checkImageId("ids", id));
        return ids.isEmpty() ? Optional.empty() : Optional.of(new Condition.IdIn(Set.copyOf(ids)));
    }

    private Optional<Condition> clusters(SearchRequest request) {
        List<String> clusters = request.getClusters();
        require(
                clusters.size() <= limits.maxClusters(),
                "the request names %d clusters, limit %d".formatted(clusters.size(), limits.maxClusters()));
        clusters.forEach(Filters::checkCluster);
        return clusters.isEmpty() ? Optional.empty() : Optional.of(new Condition.ClusterIn(Set.copyOf(clusters)));
    }

    private static Optional<Condition> clusterDistance(SearchRequest request) {
        Float distance = request.getMaxClusterDistance();
        require(
                distance == null || (Float.isFinite(distance) && distance >= 0),
                "maxClusterDistance is %s, must be finite and 0 or more".formatted(distance));
        return Optional.ofNullable(distance).map(Condition.ClusterDistanceAtMost::new);
    }

    private Optional<Condition> labels(SearchRequest request, Result<Space> space) {
        List<String> labels = new ArrayList<>(request.getLabels());
        labels.addAll(request.getWithoutLabels());
        require(
                labels.size() <= limits.maxClusters(),
                "the request names %d labels, limit %d".formatted(labels.size(), limits.maxClusters()));
        labels.forEach(RequestRules::checkLabel);
        require(
                labels.isEmpty() || !request.getUnlabelled(),
                "the request asks for unlabelled pictures and names labels as well");
        if (!labels.isEmpty() || request.getUnlabelled()) {
            space.orElseThrow();
        }
        return Optional.empty();
    }

    /** @throws PermanentFailure INVALID_FIELD */
    static void checkCluster(String cluster) {
        require(
                CLUSTER_ID.matcher(cluster).matches(),
                "cluster '%s' is not an id, must match %s".formatted(cluster, Cluster.ID_PATTERN));
    }
}
