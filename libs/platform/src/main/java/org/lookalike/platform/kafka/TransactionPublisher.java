package org.lookalike.platform.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effectively once: outputs and offsets become visible in one Kafka transaction, or not at all. The group's generation
 * travels with the offsets (KIP-447), so that an instance which lost its partitions is fenced by the broker.
 */
public final class TransactionPublisher implements Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionPublisher.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a transactional producer; asked again when one has become unusable */
    public TransactionPublisher(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    @Override
    public boolean publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer) {
        try {
            Producer<byte[], byte[]> current = current();
            current.beginTransaction();
            for (ProducerRecord<byte[], byte[]> output : outputs) {
                // A send that fails makes the commit fail, which is where it is noticed.
                Future<RecordMetadata> unused = current.send(output);
            }
            current.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            current.commitTransaction();
            return true;
        } catch (KafkaException e) {
            LOGGER.atWarn().addKeyValue("cause", e.toString()).log("transaction failed, the records come again");
            abort();
            return false;
        }
    }

    private Producer<byte[], byte[]> current() {
        if (producer == null) {
            producer = producers.get();
            producer.initTransactions();
        }
        return producer;
    }

    private void abort() {
        Producer<byte[], byte[]> failed = producer;
        if (failed == null) {
            return;
        }
        try {
            failed.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            // Fenced, fatally confused, or never ready because the broker was away from the beginning: a new producer
            // starts clean, and the broker aborts what the old one left.
            producer = null;
            failed.close(java.time.Duration.ZERO);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
