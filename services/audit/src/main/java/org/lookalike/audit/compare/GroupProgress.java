package org.lookalike.audit.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.audit.task.StageProgress;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Asks the broker how far the groups have come. Thread-safe. */
public final class GroupProgress {
    private final Admin admin;
    private final String auditGroup;
    private final String embedderGroup;
    private final String sinkGroup;
    private final List<String> topics;

    /**
     * StageProgress of which nothing was asked yet.
     *
     * @param admin the caller's to close
     * @param sinkGroup prefix of the groups of spaces
     * @param topics that the audit reads
     */
    public GroupProgress(Admin admin, String auditGroup, String embedderGroup, String sinkGroup, List<String> topics) {
        this.admin = admin;
        this.auditGroup = auditGroup;
        this.embedderGroup = embedderGroup;
        this.sinkGroup = sinkGroup;
        this.topics = topics;
    }

    /**
     * The groups first, then the topics' ends: what a group had done by then lies before them.
     *
     * @throws TransientFailure if the broker does not answer
     */
    StageProgress read(Spaces spaces) {
        Map<TopicPartition, Long> embedder = committed(embedderGroup);
        Map<String, Map<TopicPartition, Long>> sinks = new HashMap<>();
        for (Space space : spaces.alive()) {
            sinks.put(space.collection(), committed(space.group(sinkGroup)));
        }
        Map<TopicPartition, Long> ends = ends();
        return new StageProgress(spaces, embedder, sinks, ends, ledger());
    }

    /** What the audit itself has committed. */
    public Map<TopicPartition, Long> ledger() {
        return committed(auditGroup);
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

    /** Where the topics end that the audit reads: transactions that are open lie behind. */
    public Map<TopicPartition, Long> ends() {
        List<TopicPartition> partitions = new ArrayList<>();
        await(admin.describeTopics(topics).allTopicNames(), "topics " + topics)
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(each -> partitions.add(new TopicPartition(topic, each.partition()))));
        return await(
                        admin.listOffsets(
                                        partitions.stream()
                                                .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all(),
                        "topics " + topics)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
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
