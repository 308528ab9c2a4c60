package org.lookalike.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The answer to a search.
 *
 * @param hits the most similar pictures, best first
 * @param space the id of the space that was searched: scores, clusters and their distances are this space's, and are
 *     comparable with those of answers from the same space only
 * @param timings where the service spent its time
 */
public record SearchResult(List<Hit> hits, String space, Timings timings) {
    public SearchResult {
        hits = List.copyOf(hits);
    }

    /**
     * One similar picture.
     *
     * @param imageId its image id
     * @param score cosine similarity, -1 to 1; 1 is the same direction
     * @param uri where the picture lies in the image store
     * @param source which camera, line or folder published it
     * @param time when it was taken or, where that is not known, when it arrived
     * @param attributes the publisher's key-value pairs
     * @param cluster the cluster of the space that it belongs to; empty where the space has none
     * @param clusterDistance Euclidean distance from its vector, at length 1, to that cluster's centre, 0 to 2; 0 where
     *     there is none
     */
    public record Hit(
            String imageId,
            float score,
            String uri,
            String source,
            Instant time,
            Map<String, String> attributes,
            String cluster,
            float clusterDistance) {
        public Hit {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * Where the service spent its time.
     *
     * @param queued from the request's timestamp until the service took it up
     * @param encode decoding and encoding the query picture; zero where there was none
     * @param search waiting for the vector store
     * @param total from taking the request up until the reply was handed to the producer
     */
    public record Timings(Duration queued, Duration encode, Duration search, Duration total) {}
}
