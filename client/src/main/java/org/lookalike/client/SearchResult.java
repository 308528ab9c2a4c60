package org.lookalike.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param hits the most similar pictures, best first
 * @param space the id of the space that was searched
 * @param timings where the time went
 */
public record SearchResult(List<Hit> hits, String space, Timings timings) {
    public SearchResult {
        hits = List.copyOf(hits);
    }

    /**
     * A similar picture.
     *
     * @param imageId its image id
     * @param score cosine similarity, -1 to 1
     * @param uri where it lies in the image store
     * @param source who published it
     * @param time when it was taken or, where that is not known, when it arrived
     * @param attributes the publisher's key-value pairs
     */
    public record Hit(
            String imageId, float score, String uri, String source, Instant time, Map<String, String> attributes) {}

    /**
     * Milliseconds.
     *
     * @param queued before the service took the request up
     * @param encode decoding and encoding the query picture
     * @param search waiting for the vector store
     * @param service from taking the request up to handing the reply to Kafka
     * @param roundTrip from sending the request to having the answer, as the client saw it
     */
    public record Timings(double queued, double encode, double search, double service, double roundTrip) {}
}
