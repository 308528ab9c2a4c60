package org.lookalike.platform.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A commit of which no answer came: it may have taken place.
 *
 * @param batch what becomes durable with it
 * @param refusals likewise
 */
record UnansweredCommit(BatchInFlight batch, List<Refusal> refusals) {
    /** Whether it is among what the broker has. A commit takes place for all partitions or for none. */
    boolean isIn(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> first = batch.firstOffsets();
        boolean advanced = batch.nextOffsets().entrySet().stream()
                .anyMatch(next -> next.getValue().offset() > first.getOrDefault(next.getKey(), Long.MAX_VALUE));
        // What only overtook others moves no offset, so that nothing tells whether it was committed.
        return advanced
                && batch.nextOffsets().entrySet().stream().allMatch(next -> {
                    OffsetAndMetadata known = committed.get(next.getKey());
                    return known != null && known.offset() >= next.getValue().offset();
                });
    }
}
