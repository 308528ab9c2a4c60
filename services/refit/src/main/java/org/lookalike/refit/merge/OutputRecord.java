package org.lookalike.refit.merge;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A record that leaves the topology, with the topic that it goes to.
 *
 * @param topic the topic
 * @param key the record's key
 * @param value the record's value as the topic's readers expect it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record OutputRecord(String topic, byte[] key, byte[] value) {
    private static final byte[] NO_KEY = {};

    /** Writes the value alone: topic and key belong to the record around it. */
    public static Serde<OutputRecord> serde() {
        return Serdes.serdeFrom(
                (topic, output) -> output.value(), (topic, bytes) -> new OutputRecord(topic, NO_KEY, bytes));
    }
}
