package org.lookalike.latent.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hit, as far as it takes part in finding bursts.
 *
 * @param source the camera or line, empty where unknown
 * @param capturedAt when it was taken, null where unknown
 * @param vector any length but 0; not copied, must not change
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record BurstCandidate(String source, @Nullable Instant capturedAt, float[] vector) {
    /** Whether it can belong to a burst at all: source and time are known. */
    boolean known() {
        return !source.isEmpty() && capturedAt != null;
    }
}
