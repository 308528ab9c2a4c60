package org.lookalike.explorer.catalogue;

import java.time.Instant;
import java.util.Map;

/**
 * An image that can be searched.
 *
 * @param imageId its image id
 * @param source who published it
 * @param time when it was taken or, where that is not known, when it arrived
 * @param attributes the publisher's key-value pairs
 * @param cluster its cluster in the active space; empty where that has none
 */
public record CataloguedImage(
        String imageId, String source, Instant time, Map<String, String> attributes, String cluster) {
    public CataloguedImage {
        attributes = Map.copyOf(attributes);
    }
}
