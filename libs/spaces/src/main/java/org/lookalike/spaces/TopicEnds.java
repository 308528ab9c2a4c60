package org.lookalike.spaces;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lookalike.platform.failure.TransientFailure;

/**
 * Where the partitions of a space's topic of vectors begin and end.
 *
 * @param starts the first offset of each partition
 * @param ends the offset after the last committed record of each partition
 */
public record TopicEnds(Map<Integer, Long> starts, Map<Integer, Long> ends) {
    public TopicEnds {
        starts = Map.copyOf(starts);
        ends = Map.copyOf(ends);
    }

    /**
     * Reads them from the broker.
     *
     * @throws TransientFailure if the broker does not answer, or the topic does not exist
     */
    public static TopicEnds read(Admin admin, Space space) {
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
        Map<Integer, Long> starts = new HashMap<>();
        await(admin.listOffsets(earliest).all(), space)
                .forEach((place, start) -> starts.put(place.partition(), start.offset()));
        ListOffsetsOptions readable = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<Integer, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest, readable).all(), space)
                .forEach((place, end) -> ends.put(place.partition(), end.offset()));
        return new TopicEnds(starts, ends);
    }

    /** Up to which offset of each partition there is something to read; 0 where it is empty. */
    public Map<Integer, Long> ofRecords() {
        Map<Integer, Long> records = new HashMap<>();
        ends.forEach((partition, end) ->
                records.put(partition, end > Objects.requireNonNull(starts.get(partition)) ? end : 0));
        return records;
    }

    static <T> T await(KafkaFuture<T> answer, Space space) {
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
