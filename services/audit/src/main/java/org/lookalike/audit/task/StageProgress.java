package org.lookalike.audit.task;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * How far every group had come at one moment.
 *
 * @param spaces the spaces
 * @param embedder what the embedder has committed
 * @param sinks what the sink has committed, by the name of a space's collection
 * @param ends the ends of all topics, read after these
 * @param ledger what the audit itself has committed, read after the ends
 */
public record StageProgress(
        Spaces spaces,
        Map<TopicPartition, Long> embedder,
        Map<String, Map<TopicPartition, Long>> sinks,
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Long> ledger) {
    /** The offset that a space's group has committed; 0 where it has not. */
    long sink(Space space, int partition) {
        return sinks.getOrDefault(space.collection(), Map.of())
                .getOrDefault(new TopicPartition(space.vectorsTopic(), partition), 0L);
    }

    /** The offset on a space's topic that both the space's group and the audit have committed. */
    public long settled(Space space, int partition) {
        TopicPartition place = new TopicPartition(space.vectorsTopic(), partition);
        return Math.min(sink(space, partition), ledger.getOrDefault(place, 0L));
    }
}
