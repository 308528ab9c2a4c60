package org.lookalike.audit.compare;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.audit.task.StageProgress;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Asks the broker how far the groups have come. Thread-safe. */
public final class GroupProgress {
    private final Admin admin;
    private final String auditGroup;
    private final String embedderGroup;
    private final String sinkGroup;
    private final Supplier<Spaces> spaces;

    /**
     * StageProgress of which nothing was asked yet.
     *
     * @param admin the caller's to close
     * @param sinkGroup prefix of the groups of spaces
     * @param spaces the present spaces
     */
    public GroupProgress(
            Admin admin, String auditGroup, String embedderGroup, String sinkGroup, Supplier<Spaces> spaces) {
        this.admin = admin;
        this.auditGroup = auditGroup;
        this.embedderGroup = embedderGroup;
        this.sinkGroup = sinkGroup;
        this.spaces = spaces;
    }

    /**
     * The groups first, then the topics' ends: what a group had done by then lies before them.
     *
     * @throws TransientFailure if the broker does not answer
     */
    StageProgress read() {
        Spaces current = spaces.get();
        Map<TopicPartition, Long> embedder = committed(embedderGroup);
        Map<String, Map<TopicPartition, Long>> sinks = new HashMap<>();
        for (Space space : current.alive()) {
            sinks.put(space.collection(), committed(space.group(sinkGroup)));
        }
        Map<TopicPartition, Long> ends = ends();
        return new StageProgress(current, embedder, sinks, ends, ledger());
    }

    /** What the audit itself has committed. */
    public Map<TopicPartition, Long> ledger() {
        return committed(auditGroup);
    }

    /** How much of its topic a space's group has read. */
    GenerationProgress generation(Space space) {
        return GenerationProgress.of(admin, space, sinkGroup);
    }

    private Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), "group " + group)
                .forEach((partition, reached) -> {
                    if (reached != null) {
                        committed.put(partition, reached.offset());
                    }
                });
        return committed;
    }

    /** Where the topics end that the audit reads and that exist: transactions that are open lie behind. */
    public Map<TopicPartition, Long> ends() {
        Set<String> topics = new HashSet<>(
                Set.of(Topics.IMAGES_ARRIVED.name(), Topics.IMAGES_QUARANTINED.name(), Topics.VECTORS.name()));
        spaces.get().alive().forEach(space -> topics.add(space.vectorsTopic()));
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, described) -> {
            TopicDescription description = awaitExisting(described, topic);
            if (description != null) {
                description
                        .partitions()
                        .forEach(each -> latest.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(
                        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all(),
                        "topics " + topics)
                .forEach((place, end) -> ends.put(place, end.offset()));
        return ends;
    }

    /** Null if the topic does not exist: that of a space may have been deleted. */
    private static @Nullable TopicDescription awaitExisting(KafkaFuture<TopicDescription> answer, String topic) {
        try {
            return await(answer, "topic " + topic);
        } catch (TransientFailure e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private static <T> T await(KafkaFuture<T> answer, String of) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker did not return the offsets of " + of, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }
}
