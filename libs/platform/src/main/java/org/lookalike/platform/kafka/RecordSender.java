package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.failure.TransientFailure;

/**
 * Sends records and waits until all in-sync replicas have acknowledged them. Sending a record again after a failure is
 * the caller's choice: the record may be in the topic already. Thread-safe.
 */
public final class RecordSender {
    /** Longer than the producer itself tries ({@code max.block.ms} and {@code delivery.timeout.ms}). */
    public static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Producer<byte[], byte[]> producer;

    /** @param producer remains the caller's to close */
    public RecordSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** A record that was handed to the producer. */
    public static final class Pending {
        private final String topic;
        private final Future<RecordMetadata> acknowledgement;

        private Pending(String topic, Future<RecordMetadata> acknowledgement) {
            this.topic = topic;
            this.acknowledgement = acknowledgement;
        }

        /** Whether {@link #await} would return, or throw, at once. */
        public boolean isDone() {
            return acknowledgement.isDone();
        }

        /**
         * Waits for the acknowledgement.
         *
         * @throws TransientFailure if the broker does not acknowledge the record within the timeout
         */
        public void await(Duration timeout) throws InterruptedException {
            try {
                acknowledgement.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw failure(topic, e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                throw failure(topic, e);
            }
        }
    }

    /**
     * Hands a record to the producer, which may block while no broker answers.
     *
     * @throws TransientFailure if the producer does not take it
     */
    public Pending begin(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            return new Pending(record.topic(), producer.send(record));
        } catch (InterruptException e) {
            // Thrown with the thread's flag set, unlike its checked counterpart.
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (KafkaException e) {
            throw failure(record.topic(), e);
        }
    }

    /** Sends one record; otherwise as {@link #send(Collection, Duration)}, with the default timeout. */
    public void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        send(List.of(record), TIMEOUT);
    }

    /** Sends records with the default timeout. */
    public void send(Collection<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        send(records, TIMEOUT);
    }

    /**
     * Sends records and waits for all acknowledgements.
     *
     * @param timeout for all acknowledgements together, once the records were handed to the producer
     * @throws TransientFailure if a record is not acknowledged in time; it and others may be in their topics all the same
     */
    public void send(Collection<ProducerRecord<byte[], byte[]>> records, Duration timeout) throws InterruptedException {
        List<Pending> sends = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            Pending send = begin(record);
            if (send.isDone()) {
                // Failed after a wait for a broker, in general: each further record would wait as long.
                send.await(Duration.ZERO);
            }
            sends.add(send);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Pending send : sends) {
            send.await(Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private static TransientFailure failure(String topic, Throwable cause) {
        return new TransientFailure(
                "the broker has not acknowledged a record for topic %s: %s".formatted(topic, RootCause.of(cause)),
                cause);
    }
}
