package org.lookalike.query.answer;

import java.util.List;
import java.util.Set;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.VectorQuery;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowFilter;

/** The documented rules of a request's fields. Thread-safe. */
final class RequestRules {
    static final int MAX_REQUEST_ID_LENGTH = 256;

    private final RequestLimits limits;
    private final Space space;

    RequestRules(RequestLimits limits, Space space) {
        this.limits = limits;
        this.space = space;
    }

    /**
     * Checks every field and gives the rows that the request lets through.
     *
     * @throws PermanentFailure INVALID_FIELD or SPACE_NOT_READY
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
        require(
                request.getFrom() == null
                        || request.getTo() == null
                        || request.getFrom().isBefore(request.getTo()),
                "from is %s, must be before to, %s".formatted(request.getFrom(), request.getTo()));
        if (request.getSpace() != null && !request.getSpace().equals(space.id())) {
            throw new PermanentFailure(
                    ErrorCode.SPACE_NOT_READY,
                    "space '%s' is not ready, the active one is %s".formatted(request.getSpace(), space.id()));
        }
        checkQuery(request.getQuery());
        return filter(request);
    }

    /**
     * A vector of the space that has a direction.
     *
     * @throws PermanentFailure INVALID_FIELD
     */
    float[] checkVector(String what, float[] vector) {
        require(
                vector.length == space.dimensions(),
                "%s has %d dimensions, space %s has %d".formatted(what, vector.length, space.id(), space.dimensions()));
        double squaredLength = 0;
        for (float value : vector) {
            squaredLength += (double) value * value;
        }
        require(Double.isFinite(squaredLength), "%s has values that are not finite".formatted(what));
        require(squaredLength > 0, "%s is all zero and has no direction".formatted(what));
        return vector;
    }

    static float[] values(VectorQuery query) {
        List<Float> values = query.getValues();
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i);
        }
        return vector;
    }

    private void checkQuery(Object query) {
        if (query instanceof VectorQuery vector) {
            checkVector("the query vector", values(vector));
        } else if (query instanceof ImageIdQuery byId) {
            String problem = ImageIds.problemWithId(byId.getImageId());
            require(problem == null, String.valueOf(problem));
        }
    }

    private static RowFilter filter(SearchRequest request) {
        try {
            // The store's own rules of ids and filters, such as lengths in UTF-8, hold for the caller too.
            if (request.getQuery() instanceof ImageIdQuery byId) {
                RowFilter.ALL.withExcludeIds(Set.of(byId.getImageId()));
            }
            return RowFilter.ALL
                    .withSources(Set.copyOf(request.getSources()))
                    .withTimes(request.getFrom(), request.getTo())
                    .withAttributes(request.getAttributes());
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, problem);
        }
    }
}
