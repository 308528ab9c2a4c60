package org.lookalike.refit.merge;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A record's value together with the topic that it goes to.
 *
 * @param topic the topic
 * @param value the value as the topic's readers expect it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record OutputRecord(String topic, byte[] value) {
    /** Writes the value alone. */
    public static Serde<OutputRecord> serde() {
        return Serdes.serdeFrom(
                (topic, outgoing) -> outgoing.value(), (topic, bytes) -> new OutputRecord(topic, bytes));
    }
}
