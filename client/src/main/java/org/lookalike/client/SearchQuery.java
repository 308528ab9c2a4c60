package org.lookalike.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.events.VectorQuery;

/**
 * What to look for. Immutable; the service checks the values, so that a rule stands in one place.
 *
 * <pre>{@code
 * SearchQuery.byPicture(bytes).k(20).sources("line-7").minScore(0.8f).build()
 * }</pre>
 */
public final class SearchQuery {
    private final Object query;
    private final Builder options;

    private SearchQuery(Builder builder) {
        this.query = builder.query;
        this.options = new Builder(builder);
    }

    /** Asks for what looks like an encoded picture: a JPEG, PNG, GIF or BMP file's bytes, which are copied. */
    public static Builder byPicture(byte[] bytes) {
        return new Builder(new PictureQuery(ByteBuffer.wrap(bytes.clone())));
    }

    /** Asks for what looks like a picture in the image store. */
    public static Builder byUri(URI uri) {
        return new Builder(new UriQuery(uri.toString()));
    }

    /** Asks for what looks like a picture that is indexed already. */
    public static Builder byImageId(String imageId) {
        return new Builder(new ImageIdQuery(imageId));
    }

    /** Asks by raw features of the space's encoder: as many finite values as it has dimensions, not all zero. */
    public static Builder byVector(float[] features) {
        List<Float> values = new ArrayList<>(features.length);
        for (float feature : features) {
            values.add(feature);
        }
        return new Builder(new VectorQuery(values));
    }

    /** How long the caller waits, or null for the client's default. */
    @Nullable
    Duration timeout() {
        return options.timeout;
    }

    /** When the caller stops waiting, or null where {@link #timeout()} says. */
    @Nullable
    Instant deadline() {
        return options.deadline;
    }

    SearchRequest request(String requestId, Instant deadline) {
        return SearchRequest.newBuilder()
                .setRequestId(requestId)
                .setQuery(query)
                .setK(options.k)
                .setSources(options.sources)
                .setFrom(options.from)
                .setTo(options.to)
                .setAttributes(options.attributes)
                .setClusters(options.clusters)
                .setMinScore(options.minScore)
                .setExcludeQuery(options.excludeQuery)
                .setDeadline(deadline)
                .setSpace(options.space)
                .build();
    }

    /** Gathers the options of a query. Not thread-safe. */
    public static final class Builder {
        private final Object query;
        private int k = 10;
        private List<String> sources = List.of();
        private List<String> clusters = List.of();
        private @Nullable Instant from;
        private @Nullable Instant to;
        private final Map<String, String> attributes = new TreeMap<>();
        private @Nullable Float minScore;
        private boolean excludeQuery = true;
        private @Nullable Instant deadline;
        private @Nullable Duration timeout;
        private @Nullable String space;

        private Builder(Object query) {
            this.query = query;
        }

        private Builder(Builder other) {
            this.query = other.query;
            this.k = other.k;
            this.sources = other.sources;
            this.clusters = other.clusters;
            this.from = other.from;
            this.to = other.to;
            this.attributes.putAll(other.attributes);
            this.minScore = other.minScore;
            this.excludeQuery = other.excludeQuery;
            this.deadline = other.deadline;
            this.timeout = other.timeout;
            this.space = other.space;
        }

        /** How many hits at most, 1 up to the service's limit (1,000 by default); 10 by default. */
        public Builder k(int hits) {
            this.k = hits;
            return this;
        }

        /** Only pictures of one of these sources; none means all. */
        public Builder sources(String... names) {
            this.sources = List.of(names);
            return this;
        }

        /**
         * Only pictures of one of these clusters of the space; none means all. Ids outlive refits for as long as their
         * clusters do; one that the space does not have lets nothing through.
         */
        public Builder clusters(String... ids) {
            this.clusters = List.of(ids);
            return this;
        }

        /** Only pictures taken (or, where that is not known, arrived) at or after this instant. */
        public Builder from(Instant earliest) {
            this.from = earliest;
            return this;
        }

        /** Only pictures taken (or arrived) before this instant. */
        public Builder to(Instant end) {
            this.to = end;
            return this;
        }

        /** Only pictures that carry this attribute with just this value; may be called for several. */
        public Builder attribute(String name, String value) {
            this.attributes.put(name, value);
            return this;
        }

        /** Only hits with at least this cosine similarity, -1 to 1. */
        public Builder minScore(float least) {
            this.minScore = least;
            return this;
        }

        /** Whether to leave out the query picture itself (the same image id, or the same bytes); true by default. */
        public Builder excludeQuery(boolean exclude) {
            this.excludeQuery = exclude;
            return this;
        }

        /** When the caller stops waiting; wins over {@link #timeout}. */
        public Builder deadline(Instant instant) {
            this.deadline = instant;
            return this;
        }

        /** How long the caller waits; the client's default where neither this nor a deadline is given. */
        public Builder timeout(Duration patience) {
            this.timeout = patience;
            return this;
        }

        /**
         * Ask this space instead of the active one; refused with SPACE_NOT_READY where it is unknown, still being built
         * or dropped.
         */
        public Builder space(String id) {
            this.space = id;
            return this;
        }

        public SearchQuery build() {
            return new SearchQuery(this);
        }
    }
}
