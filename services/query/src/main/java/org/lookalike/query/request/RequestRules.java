package org.lookalike.query.request;

import java.util.stream.Stream;
import org.lookalike.events.BurstRule;
import org.lookalike.events.ClusterQuery;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.LabelText;

/** The documented rules of a request's fields, but for those of {@link Filters}. Thread-safe. */
final class RequestRules {
    static final int MAX_REQUEST_ID_LENGTH = 256;

    /** Longer ids are cut before they are sent back. */
    private static final int MAX_GROUP_SIZE = 100;

    private static final long MAX_BURST_MS = 86_400_000;
    private static final double MIN_CONFIDENCE = 0.6;

    private final RequestLimits limits;

    RequestRules(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks every field but a query vector, whose rule depends on the space, and what the request filters by.
     *
     * @throws PermanentFailure INVALID_FIELD
     */
    void check(SearchRequest request) {
        String id = request.getRequestId();
        require(!id.isBlank(), "request id is blank");
        require(
                id.length() <= MAX_REQUEST_ID_LENGTH,
                "request id has %d characters, limit %d".formatted(id.length(), MAX_REQUEST_ID_LENGTH));
        if (request.getQuery() instanceof ClusterQuery cluster) {
            checkCluster(request, cluster);
        } else if (request.getQuery() instanceof ExamplesQuery examples) {
            checkExamples(examples);
        } else {
            checkImage(request.getQuery());
        }
        checkHits(request);
        checkRecognition(request);
        require(
                !request.getRotations()
                        || request.getQuery() instanceof PictureQuery
                        || request.getQuery() instanceof UriQuery,
                "rotations need a picture or a URI to turn, the query has neither");
    }

    private void checkHits(SearchRequest request) {
        require(
                request.getK() >= 1 && request.getK() <= limits.maxK(),
                "k is %d, must be 1 to %d".formatted(request.getK(), limits.maxK()));
        Float minScore = request.getMinScore();
        require(
                minScore == null || (minScore >= -1 && minScore <= 1),
                "minScore is %s, must be -1 to 1".formatted(minScore));
        require(
                request.getGroupBy() == null || !request.getGroupBy().isEmpty(),
                "groupBy is empty, must name an attribute");
        require(
                request.getGroupSize() >= 1 && request.getGroupSize() <= MAX_GROUP_SIZE,
                "groupSize is %d, must be 1 to %d".formatted(request.getGroupSize(), MAX_GROUP_SIZE));
        BurstRule burst = request.getCollapse();
        if (burst != null) {
            require(
                    burst.getWithinMs() >= 0 && burst.getWithinMs() <= MAX_BURST_MS,
                    "collapse.withinMs is %d, must be 0 to %d".formatted(burst.getWithinMs(), MAX_BURST_MS));
            require(
                    burst.getMinScore() >= 0 && burst.getMinScore() <= 1,
                    "collapse.minScore is %s, must be 0 to 1".formatted(burst.getMinScore()));
        }
    }

    private static void checkRecognition(SearchRequest request) {
        if (request.getRecognise() != null) {
            Double rate = request.getRecognise().getFalseMatchRate();
            require(
                    rate == null || (rate > 0 && rate < 1),
                    "recognise.falseMatchRate is %s, must be more than 0 and less than 1".formatted(rate));
        }
    }

    private void checkExamples(ExamplesQuery query) {
        int examples = query.getLike().size() + query.getUnlike().size();
        require(!query.getLike().isEmpty(), "the query has no picture to look for, needs at least 1");
        require(
                examples <= limits.maxExamples(),
                "the query has %d pictures, limit %d".formatted(examples, limits.maxExamples()));
        Float weight = query.getUnlikeWeight();
        require(weight == null || (weight >= 0 && weight <= 1), "unlikeWeight is %s, must be 0 to 1".formatted(weight));
        Stream.concat(query.getLike().stream(), query.getUnlike().stream()).forEach(RequestRules::checkImage);
    }

    private static void checkImage(Object query) {
        if (query instanceof ImageIdQuery byId) {
            checkImageId("imageId", byId.getImageId());
        }
    }

    private void checkCluster(SearchRequest request, ClusterQuery query) {
        require(!request.getPlace(), "a ClusterQuery has no picture to place on the map");
        require(request.getRecognise() == null, "a question about a cluster has no picture that could be recognised");
        Filters.checkCluster(query.getClusterId());
        require(
                query.getLooks() >= 1 && query.getLooks() <= limits.maxAuditSample(),
                "looks is %d, must be 1 to %d".formatted(query.getLooks(), limits.maxAuditSample()));
        require(
                query.getConfidence() >= MIN_CONFIDENCE && query.getConfidence() < 1,
                "confidence is %s, must be %s to less than 1".formatted(query.getConfidence(), MIN_CONFIDENCE));
        require(
                query.getAnswers().size() <= 2 * limits.maxAuditSample(),
                "the query has %d answers, limit %d"
                        .formatted(query.getAnswers().size(), 2 * limits.maxAuditSample()));
        query.getAnswers().values().forEach(RequestRules::checkLabel);
    }

    /** @throws PermanentFailure INVALID_FIELD */
    static void checkImageId(String field, String id) {
        String problem = ImageIds.problemWithId(id);
        require(problem == null, "%s: %s".formatted(field, problem));
    }

    /** @throws PermanentFailure INVALID_FIELD */
    static void checkLabel(String label) {
        checkArgument(() -> LabelText.require(label));
    }

    /** Turns a rule that a library checks into one of the request's. */
    private static void checkArgument(Runnable rule) {
        try {
            rule.run();
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
