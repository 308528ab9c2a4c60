package org.lookalike.intake.accept;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.lookalike.platform.failure.TransientFailure;

/** Publishes single events and tells when all replicas have them. Thread-safe. */
public final class EventSender {
    private final Producer<byte[], byte[]> producer;

    /** @param producer stays the caller's to close */
    public EventSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Hands an event to the client; {@link #await} tells what became of it. */
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> event) {
        try {
            return producer.send(event);
        } catch (KafkaException e) {
            throw outage(e);
        }
    }

    /**
     * Waits until an event is acknowledged.
     *
     * @throws TransientFailure if it was not, within the limit; it may still be, and sending it again does no harm
     */
    public static void await(Future<RecordMetadata> sent, Duration limit) throws InterruptedException {
        try {
            sent.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw outage(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw outage(e);
        }
    }

    private static TransientFailure outage(Throwable cause) {
        return new TransientFailure("the broker does not acknowledge", cause);
    }
}
