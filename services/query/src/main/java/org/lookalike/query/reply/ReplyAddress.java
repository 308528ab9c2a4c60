package org.lookalike.query.reply;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one answer goes.
 *
 * @param topic a topic that may be written to
 * @param partition one of its partitions; null leaves it to the key's hash
 * @param correlationId the caller's own bytes, to be sent back unchanged; null where there were none
 * @param maxRecordBytes the largest record that the topic takes
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; Kafka's headers are arrays.
public record ReplyAddress(
        String topic, @Nullable Integer partition, byte @Nullable [] correlationId, int maxRecordBytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplyAddress address
                && topic.equals(address.topic)
                && Objects.equals(partition, address.partition)
                && Arrays.equals(correlationId, address.correlationId)
                && maxRecordBytes == address.maxRecordBytes;
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + Arrays.hashCode(correlationId);
    }

    @Override
    public String toString() {
        return "ReplyAddress[topic=%s, partition=%s, correlationId=%s]"
                .formatted(topic, partition, Arrays.toString(correlationId));
    }
}
