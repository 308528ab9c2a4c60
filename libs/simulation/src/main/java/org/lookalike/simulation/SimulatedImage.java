package org.lookalike.simulation;

import java.time.Instant;
import java.util.Map;

/**
 * One image from the simulated line, with what is true of it.
 *
 * @param id the image's id, unique for a seed and number
 * @param part the kind of part, one of {@link InspectionLine#parts()}: the label for retrieval figures
 * @param surface what the part lies on, one of {@link InspectionLine#surfaces()}
 * @param defect what is wrong with it, one of {@link InspectionLine#defects()}
 * @param source the camera that took it, such as {@code line-1/camera-2}
 * @param capturedAt when it was taken, by the simulation's own clock
 * @param attributes part, surface, defect and station (the line's name), plus fault for a broken image:
 *     {@code empty}, {@code text} or {@code truncated}; unmodifiable
 * @param jpeg the image as the camera sends it, not copied; a broken image's bytes are no JPEG, or half of one
 */
@SuppressWarnings("ArrayRecordComponent") // A message's payload, never compared and not worth a copy.
public record SimulatedImage(
        String id,
        String part,
        String surface,
        String defect,
        String source,
        Instant capturedAt,
        Map<String, String> attributes,
        byte[] jpeg) {

    /** Keeps its own copy of the attributes. */
    public SimulatedImage {
        attributes = Map.copyOf(attributes);
    }
}
