package org.lookalike.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.events.VectorQuery;

/**
 * What to look for and among what. Made by one of the four {@code by…} methods and narrowed by the others, each of which
 * returns this same query. Not thread-safe; a client reads it while sending.
 */
public final class SearchQuery {
    private final Object query;
    private int k = 10;
    private final List<String> sources = new ArrayList<>();
    private final Map<String, String> attributes = new HashMap<>();
    private @Nullable Instant from;
    private @Nullable Instant to;
    private @Nullable Float minScore;
    private boolean excludeQuery = true;
    private @Nullable String space;
    private @Nullable Duration timeout;

    private SearchQuery(Object query) {
        this.query = query;
    }

    /** What looks like this picture? The bytes of a JPEG, PNG, GIF or BMP file. */
    public static SearchQuery byPicture(byte[] bytes) {
        return new SearchQuery(new PictureQuery(ByteBuffer.wrap(bytes)));
    }

    /** What looks like this picture of the image store? */
    public static SearchQuery byUri(String uri) {
        return new SearchQuery(new UriQuery(uri));
    }

    /** What looks like this indexed picture? */
    public static SearchQuery byImageId(String imageId) {
        return new SearchQuery(new ImageIdQuery(imageId));
    }

    /** What is near these raw features of the space's encoder? */
    public static SearchQuery byVector(float... values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return new SearchQuery(new VectorQuery(boxed));
    }

    /** At most so many hits; 10 unless said otherwise. */
    public SearchQuery k(int hits) {
        this.k = hits;
        return this;
    }

    /** Only pictures of this source; said several times, of any of them. */
    public SearchQuery source(String source) {
        sources.add(source);
        return this;
    }

    /** Only pictures with this attribute; said several times, with all of them. */
    public SearchQuery attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    /** Only pictures taken (or, where that is not known, arrived) at or after this instant. */
    public SearchQuery from(Instant instant) {
        this.from = instant;
        return this;
    }

    /** Only pictures taken (or arrived) before this instant. */
    public SearchQuery to(Instant instant) {
        this.to = instant;
        return this;
    }

    /** Only hits with at least this cosine similarity, -1 to 1. */
    public SearchQuery minScore(float score) {
        this.minScore = score;
        return this;
    }

    /** Lets the query picture itself be a hit; it is left out otherwise. */
    public SearchQuery includeQuery() {
        this.excludeQuery = false;
        return this;
    }

    /** Asks this space instead of the active one. */
    public SearchQuery space(String spaceId) {
        this.space = spaceId;
        return this;
    }

    /** How long this search may take, instead of the client's own timeout. */
    public SearchQuery timeout(Duration limit) {
        this.timeout = limit;
        return this;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    SearchRequest request(String requestId, Instant deadline) {
        return SearchRequest.newBuilder()
                .setRequestId(requestId)
                .setQuery(query)
                .setK(k)
                .setSources(sources)
                .setFrom(from)
                .setTo(to)
                .setAttributes(attributes)
                .setMinScore(minScore)
                .setExcludeQuery(excludeQuery)
                .setDeadline(deadline)
                .setSpace(space)
                .build();
    }
}
