package org.lookalike.query.vector;

import java.util.Optional;
import java.util.Set;

/**
 * What a request looks for.
 *
 * @param values in the request's space, of length 1; not to be changed
 * @param imageIds the ids of the images that it was made of, where they were given by one
 * @param sha256 the hashes of the bytes of those images, where they were read
 * @param images how many images it was made of
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record QueryVector(float[] values, Set<String> imageIds, Set<String> sha256, int images) {
    public QueryVector {
        imageIds = Set.copyOf(imageIds);
        sha256 = Set.copyOf(sha256);
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
