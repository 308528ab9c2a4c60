package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At least once: the outputs are acknowledged by all in-sync replicas before the offsets are committed, and a crash in
 * between repeats both. For idempotent work whose readers should not have to wait for a transaction.
 */
public final class OffsetPublisher implements Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Producer<byte[], byte[]> producer;
    private final RecordSender sender;

    public OffsetPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        this.sender = new RecordSender(producer);
    }

    @Override
    public Outcome publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer) {
        try {
            sender.send(outputs);
            commit(offsets, consumer);
            return Outcome.COMMITTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while publishing", e);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOGGER.debug("the group is rebalancing, the commit waits", e);
            return Outcome.COMMIT_AGAIN;
        } catch (KafkaException | TransientFailure e) {
            throw PublishFailures.of(e);
        }
    }

    private static void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Consumer<byte[], byte[]> consumer) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            // The wake-up only asked the loop to close; the batch is done and must still be committed.
            consumer.commitSync(offsets);
        }
    }

    @Override
    public boolean isFenced() {
        return false;
    }

    /** Does nothing: a commit that timed out is visible in the committed offsets by now, or never will be. */
    @Override
    public void recover() {}

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
