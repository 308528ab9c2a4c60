package org.lookalike.imaging.store;

import java.net.URI;
import java.time.Instant;
import java.util.OptionalInt;
import org.lookalike.platform.kafka.KeyPartitions;

/**
 * An object of an image store, as listing shows it.
 *
 * @param uri where it is
 * @param idHash SHA-256 of the image id that it was stored for, lower-case hexadecimal
 * @param partitionHash the id's hash as Kafka's Java client partitions; empty for objects of older versions
 * @param storedAt when it was written, by the store's clock
 */
public record StoredObject(URI uri, String idHash, OptionalInt partitionHash, Instant storedAt) {

    static StoredObject of(String key, URI uri, Instant storedAt) {
        return new StoredObject(uri, ObjectKey.idHash(key), ObjectKey.partitionHash(key), storedAt);
    }

    /** The partition of the image's events among so many; empty for objects of older versions. */
    public OptionalInt partition(int partitions) {
        return partitionHash.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(KeyPartitions.partition(partitionHash.getAsInt(), partitions));
    }
}
