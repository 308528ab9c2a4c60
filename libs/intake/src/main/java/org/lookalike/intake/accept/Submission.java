package org.lookalike.intake.accept;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.schemas.Urgency;

/**
 * An image as its publisher submits it, not validated yet.
 *
 * @param bytes the encoded image; not copied, so it must not be modified
 * @param imageId the publisher's own id, or null for the SHA-256 of the bytes
 * @param source which camera, line or folder publishes it
 * @param capturedAt when it was taken, or null if unknown
 * @param attributes free key-value pairs, which searches can filter by
 * @param urgency whether live images may overtake it
 */
// A value that is handed over once and never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Submission(
        byte[] bytes,
        @Nullable String imageId,
        String source,
        @Nullable Instant capturedAt,
        Map<String, String> attributes,
        Urgency urgency) {

    public Submission {
        attributes = Map.copyOf(attributes);
    }
}
