package org.lookalike.standalone.spaces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import org.lookalike.spaces.Space;

/** How far the groups that fill collections have come with their topics. */
public final class Backlogs {
    private final Admin admin;
    private final String groupPrefix;

    /**
     * @param admin stays the caller's to close
     * @param groupPrefix the setting {@code sink.group}
     */
    public Backlogs(Admin admin, String groupPrefix) {
        this.admin = admin;
        this.groupPrefix = groupPrefix;
    }

    /**
     * A topic as far as a group is concerned, in offsets: what compaction took away counts as read or unread too.
     *
     * @param done offsets that the group has committed
     * @param left offsets that it has not
     */
    public record Backlog(long done, long left) {}

    /**
     * How far a space's group is; empty where its topic does not exist.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public Optional<Backlog> of(Space space) {
        try {
            return Optional.of(read(space));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new TransientFailure("the broker does not say how far group %s is".formatted(group(space)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }

    private Backlog read(Space space) throws ExecutionException, InterruptedException {
        TopicDescription topic = admin.describeTopics(List.of(space.vectorsTopic()))
                .allTopicNames()
                .get()
                .get(space.vectorsTopic());
        if (topic == null) {
            return new Backlog(0, 0);
        }
        Map<TopicPartition, ListOffsetsResultInfo> beginnings = offsets(topic, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(topic, OffsetSpec.latest());
        KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> asked =
                admin.listConsumerGroupOffsets(group(space)).partitionsToOffsetAndMetadata();
        Map<TopicPartition, OffsetAndMetadata> committed = asked.get();
        long done = 0;
        long left = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            ListOffsetsResultInfo first = beginnings.get(end.getKey());
            long begin = first == null ? 0 : first.offset();
            OffsetAndMetadata reached = committed.get(end.getKey());
            long position = Math.max(begin, reached == null ? begin : reached.offset());
            done += position - begin;
            left += Math.max(0, end.getValue().offset() - position);
        }
        return new Backlog(done, left);
    }

    private String group(Space space) {
        return space.group(groupPrefix);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(TopicDescription topic, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .collect(Collectors.toMap(Function.identity(), partition -> which));
        return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get();
    }
}
