package org.lookalike.platform.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At least once: the outputs are acknowledged by all replicas before the offsets are committed, and a crash in between
 * repeats both. For work whose effects are idempotent and whose readers should not wait for a transaction.
 */
public final class OffsetPublisher implements Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetPublisher.class);

    private final Producer<byte[], byte[]> producer;

    public OffsetPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public boolean publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer) {
        try {
            List<Future<RecordMetadata>> sends = new ArrayList<>(outputs.size());
            for (ProducerRecord<byte[], byte[]> output : outputs) {
                sends.add(producer.send(output));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
            commit(offsets, consumer);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (CommitFailedException e) {
            // The group gave the partitions to somebody else, who will do the same work again.
            LOGGER.debug("commit refused after a rebalance", e);
            return false;
        } catch (KafkaException | ExecutionException e) {
            LOGGER.atWarn().addKeyValue("cause", e.toString()).log("publishing failed, the records come again");
            return false;
        }
    }

    private static void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Consumer<byte[], byte[]> consumer) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            // The wake-up asked the loop to close; the work is done and its commit must not be lost over that.
            consumer.commitSync(offsets);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
