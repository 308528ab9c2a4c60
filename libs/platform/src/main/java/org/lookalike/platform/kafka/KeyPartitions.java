package org.lookalike.platform.kafka;

import java.util.List;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topic;

/**
 * Which partition of a topic the records of a key belong on: that of Kafka's Java client. Other clients partition
 * otherwise unless they are told not to (librdkafka by CRC32); their records lie on a foreign partition, where they have
 * no order with the others of their key. Thread-safe.
 */
public final class KeyPartitions {
    private final IntSupplier count;

    /** @param count how many partitions the topic has, asked for each record */
    public KeyPartitions(IntSupplier count) {
        this.count = count;
    }

    /** Those of a topic, as many as the broker says. The producer remains the caller's to close. */
    public static KeyPartitions of(Topic<?> topic, Producer<?, ?> producer) {
        return new KeyPartitions(() -> {
            try {
                return producer.partitionsFor(topic.name()).size();
            } catch (KafkaException e) {
                throw new TransientFailure("the broker does not tell the partitions of " + topic.name(), e);
            }
        });
    }

    /** The partition of a key. */
    public int of(byte[] key) {
        return partition(hash(key), count.getAsInt());
    }

    /** The hash of a key that its partition follows from. */
    public static int hash(byte[] key) {
        return Utils.murmur2(key);
    }

    /** The partition of a key with this hash among so many. */
    public static int partition(int hash, int count) {
        return Utils.toPositive(hash) % count;
    }

    /** Whether a record lies on another partition than its key's. */
    public boolean isForeign(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && record.partition() != of(record.key());
    }

    /** A handler that never sees the records on foreign partitions: ingest moves them. */
    public BatchHandler withoutForeign(BatchHandler handler) {
        return batch -> {
            List<ConsumerRecord<byte[], byte[]>> own =
                    batch.stream().filter(record -> !isForeign(record)).toList();
            return own.isEmpty() ? BatchResult.none() : handler.handle(own);
        };
    }
}
