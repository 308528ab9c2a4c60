package org.lookalike.schemas;

import java.time.Duration;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic and the configuration that it is created with. Keys are UTF-8 strings throughout.
 *
 * @param <V> the type of its values: an Avro record, or {@code byte[]} for the one topic that carries plain images
 * @param name the topic's name on the broker
 * @param valueType the class of the values
 * @param partitions how many partitions it is created with
 * @param cleanup how the broker removes records
 * @param maxMessageBytes the largest record batch that the broker accepts, in bytes
 */
public record Topic<V>(String name, Class<V> valueType, int partitions, Cleanup cleanup, int maxMessageBytes) {
    public Topic {
        Objects.requireNonNull(cleanup);
        if (partitions < 1 || maxMessageBytes < 1) {
            throw new IllegalArgumentException("topic %s needs partitions and a message size".formatted(name));
        }
    }

    /** Whether the values are Avro records with a schema in the registry. */
    public boolean isAvro() {
        return SpecificRecord.class.isAssignableFrom(valueType);
    }

    /** The registry subject of the values, by Confluent's TopicNameStrategy. */
    public String subject() {
        return name + "-value";
    }

    /** How the broker removes records: by key, or by age. */
    public sealed interface Cleanup {
        /**
         * Keeps the newest record of each key.
         *
         * @param tombstones how long a tombstone is kept at least, once compaction has reached it; a reader that stays
         *     behind for longer may never see it
         * @param older how long a replaced record is kept at most before compaction removes it
         */
        record Compact(Duration tombstones, Duration older) implements Cleanup {}

        /** Keeps every record for a while. */
        record After(Duration retention) implements Cleanup {}
    }
}
