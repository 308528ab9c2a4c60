package org.lookalike.query.vector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The vector of one query image.
 *
 * @param values in the request's space, of length 1
 * @param turned those of the image turned by quarters; empty unless that was asked for
 * @param imageId the id by which it is indexed, where it was given by one
 * @param sha256 the hash of its bytes, where they were read
 * @param encodeTime what decoding and encoding it took; zero where that was not needed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record QueryImageVector(
        float[] values, List<float[]> turned, Optional<String> imageId, Optional<String> sha256, Duration encodeTime) {
    QueryImageVector {
        turned = List.copyOf(turned);
    }
}
