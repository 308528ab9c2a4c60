package org.lookalike.query.answer;

import static org.lookalike.query.answer.RequestRules.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.LabelText;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;

/**
 * Makes the filter of a request: the one place where fields become conditions, and where their rules are checked. Each
 * field has a method of its own. Thread-safe.
 */
final class Filters {
    private static final Pattern CLUSTER_ID = Pattern.compile(Cluster.ID_PATTERN);

    /** The fields whose meaning depends on the request alone. */
    private final List<Function<SearchRequest, Optional<Condition>>> fields =
            List.of(Filters::sources, Filters::times, Filters::attributes, this::clusters, Filters::clusterDistance);

    private final RequestLimits limits;

    Filters(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * What the request filters by, but for labels: which rows have one depends on the space.
     *
     * @throws PermanentFailure INVALID_FIELD
     */
    RowFilter of(SearchRequest request) {
        checkLabels(request.getLabels());
        try {
            return new RowFilter(fields.stream()
                    .flatMap(field -> field.apply(request).stream())
                    .toList());
        } catch (IllegalArgumentException e) {
            // The store's own rules, such as lengths in UTF-8, hold for the caller too.
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The labels that the request filters by, as of what is known now.
     *
     * @throws PermanentFailure INVALID_FIELD if more images are concerned than a filter takes
     */
    static Optional<Condition> labels(SearchRequest request, Space space, Knowledge knowledge) {
        return request.getLabels().isEmpty()
                ? Optional.empty()
                : Optional.of(knowledge.labelled(space, Set.copyOf(request.getLabels())));
    }

    /** Leaves images out of their own hits, by their ids and by the hashes of their bytes. */
    static List<Condition> excluding(Set<String> ids, Set<String> sha256) {
        List<Condition> conditions = new ArrayList<>();
        if (!ids.isEmpty()) {
            conditions.add(new Condition.IdNotIn(ids));
        }
        if (!sha256.isEmpty()) {
            conditions.add(new Condition.ContentNotIn(sha256));
        }
        return conditions;
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

    private void checkLabels(List<String> labels) {
        require(
                labels.size() <= limits.maxClusters(),
                "the request names %d labels, limit %d".formatted(labels.size(), limits.maxClusters()));
        labels.forEach(Filters::checkLabel);
    }

    /** @throws PermanentFailure INVALID_FIELD */
    static void checkLabel(String label) {
        try {
            LabelText.require(label);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws PermanentFailure INVALID_FIELD */
    static void checkCluster(String cluster) {
        require(
                CLUSTER_ID.matcher(cluster).matches(),
                "cluster '%s' is none, must match %s".formatted(cluster, Cluster.ID_PATTERN));
    }
}
