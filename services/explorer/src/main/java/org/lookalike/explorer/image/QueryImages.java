package org.lookalike.explorer.image;

import java.time.Duration;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

/**
 * Images that people brought to search by. They are kept in memory for a while under their hash, so that a search can be
 * refined without sending them again, and an address that names one can be given to a colleague. Nothing is indexed. Thread-safe.
 */
public final class QueryImages {
    private final ByteCache cache;
    private final ImagePixels pixels;

    /**
     * None yet.
     *
     * @param maxBytes of all together
     * @param kept for how long
     */
    public QueryImages(ImagePixels pixels, long maxBytes, Duration kept) {
        this.pixels = pixels;
        this.cache = new ByteCache(maxBytes, kept);
    }

    /**
     * An image that was brought.
     *
     * @param query its SHA-256, under which it is kept
     * @param size its size, upright
     */
    public record Kept(String query, ImagePixels.Size size) {}

    /**
     * Keeps an image.
     *
     * @throws PermanentFailure with one of the {@code IMAGE_} codes if it cannot be decoded
     */
    public Kept keep(byte[] bytes) {
        ImagePixels.Size size = pixels.size(bytes);
        String query = Sha256.of(bytes);
        cache.put(query, bytes);
        return new Kept(query, size);
    }

    /**
     * The bytes of an image.
     *
     * @throws PermanentFailure INVALID_FIELD if that is no SHA-256, UNKNOWN_IMAGE if it is not kept any more
     */
    public byte[] bytes(String query) {
        if (!Sha256.isValid(query)) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "query must be the 64 hexadecimal digits that its upload was answered with");
        }
        return cache.get(query)
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.UNKNOWN_IMAGE,
                        "the picture that was searched by is not kept any more: bring it again"));
    }
}
