package org.lookalike.imaging.store;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.lookalike.platform.kafka.KeyPartitions;

/**
 * An object of an image store, as listing shows it.
 *
 * @param uri where it is
 * @param idHash SHA-256 of the image id that it was stored for, lower-case hexadecimal
 * @param partitionHash the id's hash as Kafka's Java client partitions; empty for objects of older versions
 * @param storedAt when it was accepted, by the clock of whoever accepted it; of an object of an older version, when it was
 *     written, by the store's clock
 */
public record StoredObject(URI uri, String idHash, OptionalInt partitionHash, Instant storedAt) {

    static StoredObject of(String key, URI uri, Instant storedAt) {
        return new StoredObject(
                uri,
                ObjectKey.idHash(key),
                ObjectKey.partitionHash(key),
                ObjectKey.acceptedAt(key).orElse(storedAt));
    }

    /** When the object under a URI was accepted; empty for objects of older versions and of other stores. */
    public static Optional<Instant> acceptedAt(String uri) {
        return ObjectKey.acceptedAt(key(uri));
    }

    /** The object's key in its store: what is left of its URI wherever the store is mounted. Of other URIs, any text. */
    public static String key(String uri) {
        int last = uri.lastIndexOf('/');
        int folder = uri.lastIndexOf('/', last - 1);
        int prefix = uri.lastIndexOf('/', folder - 1);
        return uri.substring(prefix + 1);
    }

    /** The partition of the image's events among so many; empty for objects of older versions. */
    public OptionalInt partition(int partitions) {
        return partitionHash.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(KeyPartitions.partition(partitionHash.getAsInt(), partitions));
    }
}
