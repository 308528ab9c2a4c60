package org.lookalike.sink.generation;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;

/** Publishes generations and activations, and asks for the offsets of spaces' groups. Thread-safe. */
public final class KafkaGateway implements GenerationController.Publisher, Reconciler.GroupOffsets {
    private final Admin admin;
    private final RecordSender sender;
    private final SpaceRecords records;
    private final String groupPrefix;

    /**
     * The admin client and the producer are the caller's to close.
     *
     * @param groupPrefix the setting {@code sink.group}
     */
    public KafkaGateway(Admin admin, Producer<byte[], byte[]> producer, SpaceRecords records, String groupPrefix) {
        this.admin = admin;
        this.sender = new RecordSender(producer);
        this.records = records;
        this.groupPrefix = groupPrefix;
    }

    @Override
    public void publish(Generation generation) throws InterruptedException {
        sender.send(records.of(generation));
    }

    @Override
    public void publish(Activation activation) throws InterruptedException {
        sender.send(records.of(activation));
    }

    @Override
    public Map<TopicPartition, Long> committed(Space space) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(space.group(groupPrefix))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, reached) -> {
                        if (reached != null) {
                            committed.put(partition, reached.offset());
                        }
                    });
            return committed;
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker does not tell the offsets of space " + space.id(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }
}
