package org.lookalike.query.answer;

import java.util.List;
import org.lookalike.events.ClusterQuery;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.VectorQuery;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.StoreRules;

/** The documented rules of a request's fields. Thread-safe. */
final class RequestRules {
    static final int MAX_REQUEST_ID_LENGTH = 256;

    private final RequestLimits limits;
    private final Filters filters;

    RequestRules(RequestLimits limits) {
        this.limits = limits;
        this.filters = new Filters(limits);
    }

    /**
     * Checks every field but a query vector, whose rule depends on the space; gives the rows that the request lets
     * through.
     *
     * @throws PermanentFailure INVALID_FIELD
     */
    RowFilter check(SearchRequest request) {
        String id = request.getRequestId();
        require(!id.isBlank(), "request id is blank");
        require(
                id.length() <= MAX_REQUEST_ID_LENGTH,
                "request id has %d characters, limit %d".formatted(id.length(), MAX_REQUEST_ID_LENGTH));
        require(
                request.getK() >= 1 && request.getK() <= limits.maxK(),
                "k is %d, must be 1 to %d".formatted(request.getK(), limits.maxK()));
        Float minScore = request.getMinScore();
        require(
                minScore == null || (minScore >= -1 && minScore <= 1),
                "minScore is %s, must be -1 to 1".formatted(minScore));
        OptionRules.check(request);
        checkQuery(request.getQuery());
        return filters.of(request);
    }

    private void checkQuery(Object query) {
        if (query instanceof ImageIdQuery byId) {
            String problem = ImageIds.problemWithId(byId.getImageId());
            require(problem == null, String.valueOf(problem));
            checkStored(byId.getImageId());
        } else if (query instanceof ExamplesQuery several) {
            int examples = several.getLike().size() + several.getUnlike().size();
            require(!several.getLike().isEmpty(), "the query has no picture to look for, needs at least 1");
            require(
                    examples <= limits.maxExamples(),
                    "the query has %d pictures, limit %d".formatted(examples, limits.maxExamples()));
            Float weight = several.getUnlikeWeight();
            require(
                    weight == null || (weight >= 0 && weight <= 1),
                    "unlikeWeight is %s, must be 0 to 1".formatted(weight));
            several.getLike().forEach(this::checkQuery);
            several.getUnlike().forEach(this::checkQuery);
        } else if (query instanceof ClusterQuery cluster) {
            Filters.checkCluster(cluster.getClusterId());
            require(
                    cluster.getLooks() >= 1 && cluster.getLooks() <= limits.maxLooks(),
                    "looks is %d, must be 1 to %d".formatted(cluster.getLooks(), limits.maxLooks()));
            require(
                    cluster.getConfidence() >= 0.6 && cluster.getConfidence() < 1,
                    "confidence is %s, must be 0.6 to less than 1".formatted(cluster.getConfidence()));
            require(
                    cluster.getAnswers().size() <= 2 * limits.maxLooks(),
                    "the query has %d answers, limit %d"
                            .formatted(cluster.getAnswers().size(), 2 * limits.maxLooks()));
            cluster.getAnswers().values().forEach(Filters::checkLabel);
        }
    }

    /**
     * Features of the space's encoder that have a direction.
     *
     * @throws PermanentFailure INVALID_FIELD
     */
    static void checkFeatures(String what, float[] features, Space space) {
        require(
                features.length == space.encoderDimensions(),
                "%s has %d dimensions, the encoder of space %s has %d"
                        .formatted(what, features.length, space.id(), space.encoderDimensions()));
        double squaredLength = 0;
        for (float value : features) {
            squaredLength += (double) value * value;
        }
        require(Double.isFinite(squaredLength), "%s has values that are not finite".formatted(what));
        require(squaredLength > 0, "%s is all zero and has no direction".formatted(what));
    }

    static float[] values(VectorQuery query) {
        List<Float> values = query.getValues();
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i);
        }
        return vector;
    }

    /** The store's own rule of ids, their length in UTF-8, holds for the caller too. */
    private static void checkStored(String id) {
        try {
            StoreRules.requireIds(List.of(id));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    static void require(boolean holds, String problem) {
        if (!holds) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, problem);
        }
    }
}
