package org.lookalike.explorer.image;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.StoredObject;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;

/**
 * The image store by image id: whoever asks names no address, only an id whose hash is the folder. Thread-safe.
 */
public final class StoredImages {
    private final ImageStore store;
    private final long maxBytes;

    /** @param maxBytes of one image */
    public StoredImages(ImageStore store, long maxBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /**
     * The bytes of an image, as they were accepted last.
     *
     * @throws PermanentFailure INVALID_FIELD if that is no id, UNKNOWN_IMAGE if the store has nothing under it
     */
    public byte[] bytes(String imageId) {
        return store.get(uri(imageId), maxBytes);
    }

    /**
     * Where the bytes lie that were accepted last.
     *
     * @throws PermanentFailure as {@link #bytes}
     */
    public URI uri(String imageId) {
        String problem = ImageIds.problemWithId(imageId);
        if (problem != null) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, problem);
        }
        return store.list(imageId).stream()
                .max(Comparator.comparing((URI uri) ->
                                StoredObject.acceptedAt(uri.toString()).orElse(Instant.MIN))
                        .thenComparing(URI::toString))
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.UNKNOWN_IMAGE, "the image store has no picture %s".formatted(imageId)));
    }
}
