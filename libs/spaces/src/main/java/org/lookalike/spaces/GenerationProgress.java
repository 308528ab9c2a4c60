package org.lookalike.spaces;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lookalike.platform.failure.TransientFailure;

/**
 * How much of a space's topic of vectors the group that fills the space's collection has read. Counts offsets, some of which
 * belong to transaction markers or compacted records: a measure of progress, not a number of images.
 *
 * @param done offsets from the topic's beginning to what the group has committed
 * @param total offsets from the topic's beginning to its end
 */
public record GenerationProgress(long done, long total) {
    /**
     * Reads the progress from the broker.
     *
     * @param groupPrefix the setting {@code sink.group}
     * @throws TransientFailure if the broker does not answer, or the topic does not exist
     */
    public static GenerationProgress of(Admin admin, Space space, String groupPrefix) {
        TopicDescription topic = await(
                        admin.describeTopics(List.of(space.vectorsTopic())).allTopicNames(), space)
                .get(space.vectorsTopic());
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Objects.requireNonNull(topic).partitions().forEach(partition -> {
            TopicPartition place = new TopicPartition(space.vectorsTopic(), partition.partition());
            earliest.put(place, OffsetSpec.earliest());
            latest.put(place, OffsetSpec.latest());
        });
        // Committed offsets before end offsets, so that what is done cannot exceed the total.
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(space.group(groupPrefix)).partitionsToOffsetAndMetadata(), space);
        Map<TopicPartition, ListOffsetsResultInfo> starts =
                await(admin.listOffsets(earliest).all(), space);
        ListOffsetsOptions readable = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        long done = 0;
        long total = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                await(admin.listOffsets(latest, readable).all(), space).entrySet()) {
            long start = Objects.requireNonNull(starts.get(end.getKey())).offset();
            long length = end.getValue().offset() - start;
            OffsetAndMetadata reached = committed.get(end.getKey());
            total += length;
            done += reached == null ? 0 : Math.max(0, Math.min(length, reached.offset() - start));
        }
        return new GenerationProgress(done, total);
    }

    /** Offsets that are still to be read. */
    public long remaining() {
        return total - done;
    }

    /** From 0 to 1; 1 for an empty topic. */
    public double share() {
        return total == 0 ? 1 : (double) done / total;
    }

    private static <T> T await(KafkaFuture<T> answer, Space space) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new TransientFailure(
                        "topic %s of space %s does not exist".formatted(space.vectorsTopic(), space.id()), e);
            }
            throw new TransientFailure(
                    "the progress of space %s cannot be read from the broker".formatted(space.id()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }
}
