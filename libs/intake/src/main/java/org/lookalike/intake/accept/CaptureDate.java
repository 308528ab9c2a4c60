package org.lookalike.intake.accept;

import java.time.Instant;

/**
 * When an image was taken, as its Exif metadata says.
 *
 * @param instant the time
 * @param statesOffset whether the metadata has an offset to UTC; else the configured time zone was used
 */
public record CaptureDate(Instant instant, boolean statesOffset) {}
