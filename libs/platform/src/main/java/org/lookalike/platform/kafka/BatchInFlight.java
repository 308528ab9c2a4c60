package org.lookalike.platform.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch that was handed to the handler and is not committed yet.
 *
 * @param since when, by {@link System#nanoTime}
 * @param oldestTimestamp of its records, milliseconds since 1970 UTC
 * @param size how many records it has
 * @param firstOffsets where they begin, by partition
 * @param nextOffsets what is committed with it
 * @param ownership of its partitions
 * @param work the handler's
 */
record BatchInFlight(
        long since,
        long oldestTimestamp,
        int size,
        Map<TopicPartition, Long> firstOffsets,
        Map<TopicPartition, OffsetAndMetadata> nextOffsets,
        BatchOwnership ownership,
        Future<BatchResult> work) {

    BatchInFlight completed(BatchResult result) {
        return new BatchInFlight(
                since,
                oldestTimestamp,
                size,
                firstOffsets,
                nextOffsets,
                ownership,
                CompletableFuture.completedFuture(result));
    }

    boolean contains(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(nextOffsets::containsKey);
    }
}
