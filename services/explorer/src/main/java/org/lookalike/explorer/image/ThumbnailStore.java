package org.lookalike.explorer.image;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Small JPEGs of stored images, and those made a moment ago. Thread-safe. */
public final class ThumbnailStore {
    /** The sides that may be asked for, in pixels: a few, so that each is made once. */
    public static final List<Integer> SIDES = List.of(96, 192, 384, 768, 1_600);

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final StoredImages images;
    private final ImagePixels pixels;
    private final ByteCache cache;

    /** @param cacheBytes of the thumbnails that are kept */
    public ThumbnailStore(StoredImages images, ImagePixels pixels, long cacheBytes) {
        this.images = images;
        this.pixels = pixels;
        this.cache = new ByteCache(cacheBytes, KEPT);
    }

    /**
     * A thumbnail of a stored image.
     *
     * @param side one of {@link #SIDES}
     * @throws PermanentFailure if the side is another one, there is no such image, or it cannot be decoded
     */
    public byte[] of(String imageId, int side) {
        return of(imageId, side, () -> images.bytes(imageId));
    }

    /**
     * A thumbnail of other bytes.
     *
     * @param key what they are kept under; no image id
     */
    public byte[] ofUpload(String key, int side, Supplier<byte[]> bytes) {
        return of("\u0000" + key, side, bytes);
    }

    private byte[] of(String name, int side, Supplier<byte[]> bytes) {
        if (!SIDES.contains(side)) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "the side is %d pixels, must be one of %s".formatted(side, SIDES));
        }
        String key = side + "/" + name;
        return cache.get(key).orElseGet(() -> {
            byte[] made = pixels.jpeg(bytes.get(), side);
            cache.put(key, made);
            return made;
        });
    }

    /** Forgets the thumbnails of an image, because it was deleted. */
    public void forget(String imageId) {
        cache.remove(key -> key.substring(key.indexOf('/') + 1).equals(imageId));
    }

    /** How many bytes are kept now. */
    public long bytes() {
        return cache.bytes();
    }
}
