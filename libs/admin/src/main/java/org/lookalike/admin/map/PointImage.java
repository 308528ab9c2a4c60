package org.lookalike.admin.map;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image that may come onto a map.
 *
 * @param imageId its image id
 * @param uri where its bytes are
 * @param source who published it
 * @param attributes what the publisher said of it
 * @param cluster its cluster in the space, or empty
 * @param vector its coordinates in the space
 * @param features the encoder's features, null unless asked for
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PointImage(
        String imageId,
        String uri,
        String source,
        Map<String, String> attributes,
        String cluster,
        float[] vector,
        float @Nullable [] features) {}
