package org.lookalike.query.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.events.VectorQuery;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.vectorstore.VectorRow;

/**
 * One image of a request's query on its way to its vector. A search has one, unless it gives several examples. Its
 * failure is the request's.
 */
final class Example {
    private final Pending pending;
    private final Object query;
    private final boolean liked;
    private float @Nullable [] vector;
    private @Nullable String sha256;

    private Example(Pending pending, Object query, boolean liked) {
        this.pending = pending;
        this.query = query;
        this.liked = liked;
    }

    /** Those of a request; none where it asks for something else than images like others. */
    static List<Example> of(Pending pending, SearchRequest request) {
        List<Example> examples = new ArrayList<>();
        if (request.getQuery() instanceof ExamplesQuery several) {
            several.getLike().forEach(query -> examples.add(new Example(pending, query, true)));
            several.getUnlike().forEach(query -> examples.add(new Example(pending, query, false)));
        } else if (isImage(request.getQuery())
                || request.getQuery() instanceof ImageIdQuery
                || request.getQuery() instanceof VectorQuery) {
            examples.add(new Example(pending, request.getQuery(), true));
        }
        return examples;
    }

    private static boolean isImage(Object query) {
        return query instanceof PictureQuery || query instanceof UriQuery;
    }

    Pending pending() {
        return pending;
    }

    Object query() {
        return query;
    }

    /** Whether hits shall resemble it, or not. */
    boolean isLiked() {
        return liked;
    }

    /** Whether it has to be decoded and encoded. */
    boolean isImage() {
        return isImage(query);
    }

    /** The id by which it is known already, where it was named by one. */
    Optional<String> imageId() {
        return query instanceof ImageIdQuery byId ? Optional.of(byId.getImageId()) : Optional.empty();
    }

    /** The hash of its bytes, where they were seen. */
    Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    float[] vector() {
        return Objects.requireNonNull(vector);
    }

    /** Takes an image's features. */
    void resolveImage(String hash, float[] features, Duration took) {
        sha256 = hash;
        resolve("the query picture's feature vector", features);
        pending.encoded(took);
    }

    /** Takes the features that the request brings. */
    void resolveValues() {
        resolve("the query vector", RequestRules.values((VectorQuery) query));
    }

    /** Takes a row of the space's own collection: it lies in the space already. */
    void resolve(VectorRow row) {
        vector = row.vector();
    }

    /** @throws PermanentFailure INVALID_FIELD if the features have no place in the space */
    private void resolve(String what, float[] features) {
        RequestRules.checkFeatures(what, features, pending.space());
        try {
            vector = pending.space().place(features).vector();
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "%s: %s".formatted(what, e.getMessage()), e);
        }
    }
}
