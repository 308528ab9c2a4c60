package org.lookalike.platform.kafka;

import java.time.Duration;
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
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At least once: the outputs are acknowledged by all replicas before the offsets are committed, and a crash in between
 * repeats both. For work whose effects are idempotent and whose readers should not wait for a transaction.
 */
public final class OffsetPublisher implements Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Producer<byte[], byte[]> producer;

    public OffsetPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public Outcome publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer) {
        try {
            send(outputs);
            commit(offsets, consumer);
            return Outcome.COMMITTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while publishing", e);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOGGER.debug("the group is rebalancing, the commit waits", e);
            return Outcome.COMMIT_AGAIN;
        } catch (KafkaException | ExecutionException e) {
            throw PublishFailures.of(e);
        }
    }

    private void send(List<ProducerRecord<byte[], byte[]>> outputs) throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sends = new ArrayList<>(outputs.size());
        for (ProducerRecord<byte[], byte[]> output : outputs) {
            Future<RecordMetadata> send = producer.send(output);
            if (send.isDone()) {
                // Refused on the spot, after a wait for a broker: each further send would wait as long.
                send.get();
            }
            sends.add(send);
        }
        for (Future<RecordMetadata> send : sends) {
            send.get();
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

    /** Nothing stays undecided: a commit that timed out shows in the committed offsets or never will. */
    @Override
    public void recover() {}

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
