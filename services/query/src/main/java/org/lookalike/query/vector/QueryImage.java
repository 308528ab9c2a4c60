package org.lookalike.query.vector;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.UriQuery;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.query.request.Request;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;

/**
 * One image that a request asks by. There is one, unless the request gives several examples.
 *
 * @param query how it is given: by its bytes, its URI, its id or its features
 * @param liked whether hits should resemble it, or should not
 */
record QueryImage(Request request, Object query, boolean liked) {

    /** The images of a request. */
    static List<QueryImage> of(Request request) {
        if (request.body().getQuery() instanceof ExamplesQuery examples) {
            List<QueryImage> images = new ArrayList<>();
            examples.getLike().forEach(query -> images.add(new QueryImage(request, query, true)));
            examples.getUnlike().forEach(query -> images.add(new QueryImage(request, query, false)));
            return images;
        }
        return List.of(new QueryImage(request, request.body().getQuery(), true));
    }

    /** Whether it has to be decoded and encoded. */
    boolean isEncoded() {
        return query instanceof PictureQuery || query instanceof UriQuery;
    }

    /** How many quarter turns of it are wanted, itself included: 1 or 4. */
    int turns() {
        return request.body().getRotations() ? QuarterTurn.ALL : 1;
    }

    Space space() {
        return request.space();
    }

    /**
     * Places features of the space's encoder in the space.
     *
     * @param what names them in messages
     * @throws PermanentFailure INVALID_FIELD if they are of another size or have no direction
     */
    float[] place(String what, float[] features) {
        require(
                features.length == space().encoderDimensions(),
                "%s has %d dimensions, the encoder of space %s has %d"
                        .formatted(what, features.length, space().id(), space().encoderDimensions()));
        double squaredLength = Vectors.squaredNorm(features);
        require(Double.isFinite(squaredLength), "%s has values that are not finite".formatted(what));
        require(squaredLength > 0, "%s is all zero and has no direction".formatted(what));
        try {
            return space().place(features).vector();
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "%s: %s".formatted(what, e.getMessage()), e);
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, problem);
        }
    }
}
