package org.lookalike.spaces;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.failure.TransientFailure;

/**
 * How much of a space's topic of vectors the group that fills the space's collection has read. Counts offsets, some of which
 * belong to transaction markers or compacted records: a measure of progress, not a number of images.
 *
 * @param done offsets from the topic's beginning to what the group has committed
 * @param total offsets from the topic's beginning to its end
 */
public record GenerationProgress(long done, long total) {
    /** Offsets left at which a collection is worth comparing: under steady traffic its group never reaches the end. */
    private static final long NEAR_END = 1_000;

    /**
     * Reads the progress from the broker.
     *
     * @param groupPrefix the setting {@code sink.group}
     * @throws TransientFailure if the broker does not answer, or the topic does not exist
     */
    public static GenerationProgress of(Admin admin, Space space, String groupPrefix) {
        // Committed offsets before end offsets, so that what is done cannot exceed the total.
        Map<TopicPartition, OffsetAndMetadata> committed = TopicEnds.await(
                admin.listConsumerGroupOffsets(space.group(groupPrefix)).partitionsToOffsetAndMetadata(), space);
        TopicEnds topic = TopicEnds.read(admin, space);
        long done = 0;
        long total = 0;
        for (Map.Entry<Integer, Long> end : topic.ends().entrySet()) {
            long start = Objects.requireNonNull(topic.starts().get(end.getKey()));
            long length = end.getValue() - start;
            OffsetAndMetadata reached = committed.get(new TopicPartition(space.vectorsTopic(), end.getKey()));
            total += length;
            done += reached == null ? 0 : Math.max(0, Math.min(length, reached.offset() - start));
        }
        return new GenerationProgress(done, total);
    }

    /** Offsets that are still to be read. */
    public long remaining() {
        return total - done;
    }

    /** Whether so little is left that the collection may be opened and compared with its topic. */
    public boolean isNearEnd() {
        return remaining() <= NEAR_END;
    }

    /** From 0 to 1; 1 for an empty topic. */
    public double share() {
        return total == 0 ? 1 : (double) done / total;
    }
}
