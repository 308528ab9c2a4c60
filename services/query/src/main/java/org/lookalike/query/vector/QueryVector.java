package org.lookalike.query.vector;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a request looks for.
 *
 * @param values in the request's space, of length 1; not to be changed
 * @param turned those of the image turned clockwise by 90, 180 and 270 degrees; empty unless that was asked for
 * @param imageIds the ids of the images that it was made of, where they were given by one
 * @param sha256 the hashes of the bytes of those images, where they were read
 * @param images how many images it was made of
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record QueryVector(float[] values, List<float[]> turned, Set<String> imageIds, Set<String> sha256, int images) {
    public QueryVector {
        turned = List.copyOf(turned);
        imageIds = Set.copyOf(imageIds);
        sha256 = Set.copyOf(sha256);
    }

    /** The vector and those of the turned image. */
    public List<float[]> all() {
        return Stream.concat(Stream.of(values), turned.stream()).toList();
    }

    /** The id of the one image that it was made of; several examples are no image that could have an id. */
    public Optional<String> imageId() {
        return images == 1 ? imageIds.stream().findFirst() : Optional.empty();
    }

    /** The hash of the one image that it was made of. */
    public Optional<String> contentHash() {
        return images == 1 ? sha256.stream().findFirst() : Optional.empty();
    }
}
