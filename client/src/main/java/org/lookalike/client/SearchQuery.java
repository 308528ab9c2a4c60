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
 * A search. Immutable; its values are checked by the service.
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

    /** Finds images similar to an example. */
    public static Builder by(Example example) {
        return new Builder() {
            @Override
            Object query() {
                return example.value();
            }
        };
    }

    /**
     * Finds images similar to an encoded image: the bytes of a JPEG, PNG, GIF, BMP, TIFF, WebP or PNM file, which are
     * copied.
     */
    public static Builder byImage(byte[] bytes) {
        return by(Example.image(bytes));
    }

    /** Finds images similar to one in the image store. */
    public static Builder byUri(URI uri) {
        return by(Example.uri(uri));
    }

    /** Finds images similar to an indexed one. */
    public static Builder byImageId(String imageId) {
        return by(Example.imageId(imageId));
    }

    /** Finds images by raw features of the space's encoder: as many finite values as it has dimensions, not all zero. */
    public static Builder byVector(float[] features) {
        return by(Example.vector(features));
    }

    /** Finds images similar to some examples and unlike others; at least one of the former is required. */
    public static ExamplesBuilder byExamples() {
        return new ExamplesBuilder();
    }

    /**
     * Asks which images of a cluster a person should label before the whole cluster is labelled, and what follows from
     * those labels; see {@link SearchResult#clusterAnswer()}.
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

    /** Builds a query. Not thread-safe. */
    public abstract static class Builder {
        private final SearchRequest.Builder options = SearchRequest.newBuilder();
        private final Map<String, String> attributes = new TreeMap<>();
        private @Nullable Duration timeout;

        Builder() {}

        /** The query of the request. */
        abstract Object query();

        /** How many hits at most, 1 up to the service's limit (1,000 by default); 10 by default. */
        public Builder k(int hits) {
            options.setK(hits);
            return this;
        }

        /** Only images of one of these sources; all by default. */
        public Builder sources(String... names) {
            options.setSources(List.of(names));
            return this;
        }

        /** Only these images, by image id, at most 1,000; ids that are not indexed match nothing. All by default. */
        public Builder ids(String... imageIds) {
            options.setIds(List.of(imageIds));
            return this;
        }

        /**
         * Only images of one of these clusters of the space; all by default. A cluster's id survives refits for as long
         * as the cluster does; an id that the space does not have matches nothing.
         */
        public Builder clusters(String... ids) {
            options.setClusters(List.of(ids));
            return this;
        }

        /**
         * Only images that are at most this far from their cluster's centre, see {@link
         * SearchResult.Hit#clusterDistance()}. Distances are the space's own and cannot be carried over to
         * another one; images without a cluster are left out.
         *
         * @param max Euclidean distance, finite and 0 or more, where distances are 0 to 2
         */
        public Builder maxClusterDistance(float max) {
            options.setMaxClusterDistance(max);
            return this;
        }

        /** Only images with one of these labels, their own or their cluster's; all by default. */
        public Builder labels(String... labels) {
            options.setLabels(List.of(labels));
            return this;
        }

        /** No image with one of these labels, its own or else its cluster's. */
        public Builder withoutLabels(String... labels) {
            options.setWithoutLabels(List.of(labels));
            return this;
        }

        /** Only images that have no label, neither their own nor their cluster's; not together with other labels. */
        public Builder unlabelled() {
            options.setUnlabelled(true);
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

        /** Only images that carry this attribute with exactly this value; call once for each. */
        public Builder attribute(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        /** Only hits with at least this cosine similarity, -1 to 1. */
        public Builder minScore(float min) {
            options.setMinScore(min);
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
         * Collapses bursts of nearly identical images from one source into their best hit, which then names the others; see
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

        /**
         * Whether to search with the query and its two nearest together, so that hits come in the order of what these have in
         * common; scores remain the cosines with the query itself, see {@link SearchResult#expanded()}. The service's setting
         * by default. Without effect for several examples, one hit, {@link #rotations}, and what the query image is.
         */
        public Builder expand(boolean wanted) {
            options.setExpand(wanted);
            return this;
        }

        /**
         * Search with the image turned by 0, 90, 180 and 270 degrees and take each hit's best score: for parts that may
         * lie in any direction. For an image or a URI only; see {@link SearchResult.Hit#rotation()}.
         */
        public Builder rotations() {
            options.setRotations(true);
            return this;
        }

        /** When the caller stops waiting; wins over {@link #timeout}. */
        public Builder deadline(Instant instant) {
            options.setDeadline(instant);
            return this;
        }

        /** How long the caller waits; the client's default where neither this nor a deadline is given. */
        public Builder timeout(Duration duration) {
            this.timeout = duration;
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
