package org.lookalike.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.BurstRule;
import org.lookalike.events.Recognise;
import org.lookalike.events.SearchRequest;

/**
 * What to look for. Immutable; the service checks the values, so that a rule stands in one place.
 *
 * <pre>{@code
 * SearchQuery.byImage(bytes).k(20).sources("line-7").minScore(0.8f).build()
 * }</pre>
 */
public final class SearchQuery {
    private final Object query;
    /** Never changed again, and without the query: that may hold images, and builders copy what they hold. */
    private final SearchRequest.Builder options;

    private final @Nullable Duration timeout;

    private SearchQuery(Object query, SearchRequest.Builder options, @Nullable Duration timeout) {
        this.query = query;
        this.options = options;
        this.timeout = timeout;
    }

    /** Asks for what looks like this. */
    public static Builder by(Example example) {
        return new Builder() {
            @Override
            Object query() {
                return example.value();
            }
        };
    }

    /** Asks for what looks like an encoded image: a JPEG, PNG, GIF or BMP file's bytes, which are copied. */
    public static Builder byImage(byte[] bytes) {
        return by(Example.image(bytes));
    }

    /** Asks for what looks like an image in the image store. */
    public static Builder byUri(URI uri) {
        return by(Example.uri(uri));
    }

    /** Asks for what looks like an image that is indexed already. */
    public static Builder byImageId(String imageId) {
        return by(Example.imageId(imageId));
    }

    /** Asks by raw features of the space's encoder: as many finite values as it has dimensions, not all zero. */
    public static Builder byVector(float[] features) {
        return by(Example.vector(features));
    }

    /** Asks for more like these and not like those; at least one example of the former is needed. */
    public static ExamplesBuilder byExamples() {
        return new ExamplesBuilder();
    }

    /**
     * Asks which images of a cluster somebody should look at before calling all of it something, and what follows once
     * they were called something; see {@link SearchResult#clusterAnswer()}.
     */
    public static ClusterBuilder byCluster(String clusterId) {
        return new ClusterBuilder(clusterId);
    }

    /** How long the caller waits, or null for the client's default. */
    @Nullable
    Duration timeout() {
        return timeout;
    }

    /** When the caller stops waiting, or null where {@link #timeout()} says. */
    @Nullable
    Instant deadline() {
        return options.getDeadline();
    }

    SearchRequest request(String requestId, Instant deadline) {
        return SearchRequest.newBuilder(options)
                .setRequestId(requestId)
                .setQuery(query)
                .setDeadline(deadline)
                .build();
    }

    /** Gathers the options of a query. Not thread-safe. */
    public abstract static class Builder {
        private final SearchRequest.Builder options = SearchRequest.newBuilder();
        private final Map<String, String> attributes = new TreeMap<>();
        private @Nullable Duration timeout;

        Builder() {}

        /** What the request asks. */
        abstract Object query();

        /** How many hits at most, 1 up to the service's limit (1,000 by default); 10 by default. */
        public Builder k(int hits) {
            options.setK(hits);
            return this;
        }

        /** Only images of one of these sources; none means all. */
        public Builder sources(String... names) {
            options.setSources(List.of(names));
            return this;
        }

        /** Only these images, by image id, at most 1,000; ids that are not indexed match nothing, none means all. */
        public Builder ids(String... imageIds) {
            options.setIds(List.of(imageIds));
            return this;
        }

        /**
         * Only images of one of these clusters of the space; none means all. Ids outlive refits for as long as their
         * clusters do; one that the space does not have lets nothing through.
         */
        public Builder clusters(String... ids) {
            options.setClusters(List.of(ids));
            return this;
        }

        /**
         * Only images that are at most this far from their cluster's centre, as {@link
         * SearchResult.Hit#clusterDistance()} tells it. Distances are the space's own and cannot be carried over to
         * another one; images without a cluster are left out.
         *
         * @param largest Euclidean distance, finite and 0 or more, where distances are 0 to 2
         */
        public Builder maxClusterDistance(float largest) {
            options.setMaxClusterDistance(largest);
            return this;
        }

        /** Only images that are called one of these, by their own label or by that of their cluster; none means all. */
        public Builder labels(String... labels) {
            options.setLabels(List.of(labels));
            return this;
        }

        /** Only images taken (or, where that is not known, arrived) at or after this instant. */
        public Builder from(Instant earliest) {
            options.setFrom(earliest);
            return this;
        }

        /** Only images taken (or arrived) before this instant. */
        public Builder to(Instant end) {
            options.setTo(end);
            return this;
        }

        /** Only images that carry this attribute with just this value; may be called for several. */
        public Builder attribute(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        /** Only hits with at least this cosine similarity, -1 to 1. */
        public Builder minScore(float least) {
            options.setMinScore(least);
            return this;
        }

        /** Whether to leave out the query image itself (the same image id, or the same bytes); true by default. */
        public Builder excludeQuery(boolean exclude) {
            options.setExcludeQuery(exclude);
            return this;
        }

        /**
         * Of images with the same value of an attribute only the best are hits; images without it stand for
         * themselves.
         *
         * @param size how many hits a group may have, 1 to 100
         */
        public Builder groupBy(String attribute, int size) {
            options.setGroupBy(attribute).setGroupSize(size);
            return this;
        }

        /**
         * Folds bursts of nearly the same image from one source into their best hit, which then names the others; see
         * {@link SearchResult.Hit#duplicates()}.
         *
         * @param within they were taken within this time; zero to 24 hours
         * @param minScore their cosine similarity is at least this, 0 to 1
         */
        public Builder collapse(Duration within, float minScore) {
            options.setCollapse(new BurstRule(within.toMillis(), minScore));
            return this;
        }

        /** Also asks which enrolled class the query image belongs to; see {@link SearchResult#verdict()}. */
        public Builder recognise() {
            options.setRecognise(new Recognise((Double) null));
            return this;
        }

        /**
         * Also asks which enrolled class the query image belongs to.
         *
         * @param falseMatchRate the share of images of no enrolled class that may be taken for one, more than 0 and
         *     less than 1; wins over the class's rule and the service's setting
         */
        public Builder recognise(double falseMatchRate) {
            options.setRecognise(new Recognise(falseMatchRate));
            return this;
        }

        /** Also asks where the query image lies on the map; see {@link SearchResult#place()}. */
        public Builder place() {
            options.setPlace(true);
            return this;
        }

        /** When the caller stops waiting; wins over {@link #timeout}. */
        public Builder deadline(Instant instant) {
            options.setDeadline(instant);
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
            options.setSpace(id);
            return this;
        }

        public SearchQuery build() {
            return new SearchQuery(
                    query(), SearchRequest.newBuilder(options).setAttributes(new TreeMap<>(attributes)), timeout);
        }
    }
}
