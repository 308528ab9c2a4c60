package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.failure.TransientFailure;

/**
 * Sends records as the holder of a transactional id. Whoever acquires the id last is its only holder: the broker refuses the
 * records of those before, so that a leader that was paused cannot undo what its successor has decided. Used by one
 * thread at a time, but for {@link #close}.
 */
public final class FencedSender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a producer with the transactional id; called again when one has become unusable */
    public FencedSender(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    /**
     * Becomes the holder, unless this is it as far as it knows.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public void acquire() {
        if (producer != null) {
            return;
        }
        Producer<byte[], byte[]> created = null;
        try {
            created = producers.get();
            created.initTransactions();
            producer = created;
        } catch (InterruptException e) {
            discard(created);
            throw new TransientFailure("interrupted", e);
        } catch (KafkaException e) {
            discard(created);
            throw new TransientFailure("the broker does not initialise transactions: " + RootCause.of(e), e);
        }
    }

    /**
     * Sends a record; returns once it is committed.
     *
     * @throws TransientFailure if another instance holds the id by now, or the broker does not answer; the record may have been
     *     committed in the latter case
     */
    public void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        acquire();
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            throw new IllegalStateException("not acquired");
        }
        try {
            current.beginTransaction();
            current.send(record).get();
            current.commitTransaction();
        } catch (KafkaException | ExecutionException e) {
            close();
            throw new TransientFailure(
                    "a record for topic %s was not committed: %s".formatted(record.topic(), RootCause.of(e)), e);
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Gives up the id, as far as this instance is concerned; it may be acquired again. Idempotent. */
    @Override
    public void close() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        discard(current);
    }

    private static void discard(@Nullable Producer<byte[], byte[]> producer) {
        if (producer != null) {
            // With the thread's flag set, closing would fail and leave the producer's thread behind.
            boolean interrupted = Thread.interrupted();
            producer.close(CLOSE_TIMEOUT);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
