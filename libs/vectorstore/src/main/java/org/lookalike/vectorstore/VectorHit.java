package org.lookalike.vectorstore;

import java.time.Instant;
import java.util.Map;

/**
 * One answer to a search.
 *
 * @param id image id
 * @param score cosine similarity, -1 to 1; 1 is the same direction
 * @param uri where the image's bytes are; may be empty
 * @param sha256 of the image's bytes, or empty where unknown
 * @param source the camera or system that the image came from; may be empty
 * @param time when the image was taken
 * @param attributes the publisher's own keys and values
 * @param membership the cluster that it belongs to
 */
public record VectorHit(
        String id,
        float score,
        String uri,
        String sha256,
        String source,
        Instant time,
        Map<String, String> attributes,
        Membership membership) {

    public VectorHit {
        attributes = Map.copyOf(attributes);
    }

    /** The same image with another score. */
    public VectorHit withScore(float other) {
        return new VectorHit(id, other, uri, sha256, source, time, attributes, membership);
    }
}
