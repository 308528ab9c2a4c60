package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effectively once: outputs and offsets become visible in one Kafka transaction, or not at all. The group's generation
 * travels with the offsets (KIP-447), so that an instance which lost its partitions is fenced by the broker.
 *
 * <p>After an outage nobody but the broker knows whether a commit went through. The producer is then thrown away; the next
 * one's initialisation makes the broker finish or abort what the old one left.
 */
public final class TransactionPublisher implements Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a transactional producer; asked again when one has become unusable */
    public TransactionPublisher(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    @Override
    public Outcome publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer) {
        Producer<byte[], byte[]> current = current();
        try {
            current.beginTransaction();
            for (ProducerRecord<byte[], byte[]> output : outputs) {
                // A send that fails later makes the commit fail, which is where it is noticed.
                Future<RecordMetadata> send = current.send(output);
                if (send.isDone()) {
                    // Refused on the spot, after a wait for a broker: each further send would wait as long.
                    send.get();
                }
            }
            current.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            commit(current);
            return Outcome.COMMITTED;
        } catch (CommitFailedException e) {
            LOGGER.debug("the group is rebalancing, the transaction waits", e);
            abort(current);
            return Outcome.PUBLISH_AGAIN;
        } catch (KafkaException | ExecutionException e) {
            discard(current);
            throw PublishFailures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            discard(current);
            throw new TransientFailure("interrupted while publishing", e);
        }
    }

    @Override
    public void recover() {
        current();
    }

    private Producer<byte[], byte[]> current() {
        Producer<byte[], byte[]> current = producer;
        if (current != null) {
            return current;
        }
        Producer<byte[], byte[]> made;
        try {
            made = producers.get();
        } catch (KafkaException e) {
            throw new TransientFailure("no producer can be made", e);
        }
        try {
            made.initTransactions();
        } catch (KafkaException e) {
            made.close(Duration.ZERO);
            throw PublishFailures.of(e);
        }
        producer = made;
        return made;
    }

    private static void commit(Producer<byte[], byte[]> current) {
        try {
            current.commitTransaction();
        } catch (TimeoutException e) {
            // The one call that is allowed after a timeout; an abort is not, for the commit may be under way.
            current.commitTransaction();
        }
    }

    private void abort(Producer<byte[], byte[]> current) {
        try {
            current.abortTransaction();
        } catch (KafkaException e) {
            LOGGER.debug("the abort failed, the next producer does it", e);
            discard(current);
        }
    }

    private void discard(Producer<byte[], byte[]> current) {
        producer = null;
        current.close(Duration.ZERO);
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> current = producer;
        if (current != null) {
            current.close(CLOSE);
        }
    }
}
