package org.lookalike.imaging.store;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the bytes of images, so that events need only carry a URI. An id may have several objects: one for each time
 * that an image was accepted under it. Two acceptances never share an object, so that deleting the one cannot harm the
 * other.
 *
 * <p>Implementations are thread-safe. An outage is a {@link org.lookalike.platform.failure.TransientFailure}; what can
 * never succeed is a {@link org.lookalike.platform.failure.PermanentFailure}.
 */
public interface ImageStore extends AutoCloseable {

    /**
     * Stores bytes and returns where they are: under a URI that was never used before, even if the same is stored again.
     *
     * @param imageId any text; only its hash becomes part of the URI
     * @param sha256 lower-case hexadecimal hash of the bytes, as {@link Sha256#of(byte[])} gives it; its form is
     *     checked, its truth is the caller's
     */
    URI put(String imageId, String sha256, byte[] bytes);

    /**
     * Fetches bytes.
     *
     * @param maxBytes at most this many are read
     * @throws org.lookalike.platform.failure.PermanentFailure {@code BYTES_MISSING} if there is nothing under the URI,
     *     {@code URI_NOT_ALLOWED} if it lies outside the store, {@code IMAGE_TOO_MANY_BYTES} above the limit
     */
    byte[] get(URI uri, long maxBytes);

    /**
     * Whether there is something under the URI.
     *
     * @throws org.lookalike.platform.failure.PermanentFailure {@code URI_NOT_ALLOWED} if it lies outside the store
     */
    boolean contains(URI uri);

    /**
     * Removes the object under a URI. May be repeated.
     *
     * @return whether there was one
     * @throws org.lookalike.platform.failure.PermanentFailure {@code URI_NOT_ALLOWED} if it lies outside the store
     */
    boolean delete(URI uri);

    /**
     * The objects of all ids whose SHA-256 begins with two hexadecimal digits: one part in 256 of the store, in no
     * particular order.
     *
     * @param prefix two lower-case hexadecimal digits
     */
    List<StoredObject> scan(String prefix);

    /**
     * Removes all objects of an id that were last written at or before an instant, so that a deletion which is replayed
     * late leaves alone what was published anew since. Times are those of the writers' clocks.
     *
     * @return how many were removed; zero if there was nothing to remove
     */
    int delete(String imageId, Instant notAfter);

    /** Where the objects of an id are, in no particular order; empty if there are none. */
    List<URI> list(String imageId);

    /** Returns if the store can be reached, and throws a {@code TransientFailure} that says why if not. */
    void check();

    /** Releases connections; the bytes stay. */
    @Override
    void close();
}
