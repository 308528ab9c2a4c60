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
 * Exactly once: outputs and offsets become visible in one Kafka transaction, or not at all. The consumer's group metadata
 * is sent with the offsets (KIP-447), so that the broker fences an instance that has lost its partitions.
 *
 * <p>After an outage only the broker knows whether a commit succeeded. The producer is then discarded, and initialising
 * the next one makes the broker complete or abort what its predecessor left.
 */
public final class TransactionPublisher implements Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a transactional producer; called again when one has become unusable */
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
                // A send that fails later makes the commit fail.
                Future<RecordMetadata> send = current.send(output);
                if (send.isDone()) {
                    // Failed after a wait for a broker, in general: each further send would wait as long.
                    send.get();
                }
            }
            current.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            commit(current);
            return Outcome.COMMITTED;
        } catch (CommitFailedException e) {
            LOGGER.debug("the group is rebalancing, the transaction will be repeated", e);
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
    public boolean isFenced() {
        return true;
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
        Producer<byte[], byte[]> created;
        try {
            created = producers.get();
        } catch (KafkaException e) {
            throw new TransientFailure("the producer cannot be created", e);
        }
        try {
            created.initTransactions();
        } catch (KafkaException e) {
            created.close(Duration.ZERO);
            throw PublishFailures.of(e);
        }
        producer = created;
        return created;
    }

    private static void commit(Producer<byte[], byte[]> current) {
        try {
            current.commitTransaction();
        } catch (TimeoutException e) {
            // The only call that is allowed after a timeout; an abort is not, since the commit may be in progress.
            current.commitTransaction();
        }
    }

    private void abort(Producer<byte[], byte[]> current) {
        try {
            current.abortTransaction();
        } catch (KafkaException e) {
            LOGGER.debug("the abort failed, the next producer will abort", e);
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
