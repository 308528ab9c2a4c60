package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic of one partition from its beginning, in no consumer group, and reduces its records to a state, so that
 * every instance has all of it. Follows the topic for as long as it runs.
 *
 * <p>{@link #run} belongs to one thread; everything else may be called from any. States are immutable.
 *
 * @param <S> the state
 */
public final class MaterialisedTopic<S> implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MaterialisedTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final RetryPolicy RETRIES = RetryPolicy.fixed(Duration.ofSeconds(1));

    private final TopicReducer<S> reducer;
    private final TopicPartition partition;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Outage outage;
    private final List<java.util.function.Consumer<S>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile S current;

    /**
     * A topic of which nothing has been read yet.
     *
     * @param consumers makes a consumer without a group, closed by this
     */
    public MaterialisedTopic(TopicReducer<S> reducer, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.reducer = reducer;
        this.partition = reducer.partition();
        this.consumers = consumers;
        this.outage = Outage.logged(partition.topic());
        this.current = reducer.initial();
    }

    /**
     * Reads a topic once, from its beginning to its present end: for commands, which are short-lived.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public static <S> S read(TopicReducer<S> reducer, KafkaClients clients) {
        TopicPartition partition = reducer.partition();
        try (Consumer<byte[], byte[]> consumer = clients.reader(partition.topic())) {
            long end = assignFromBeginning(consumer, partition);
            S state = reducer.initial();
            while (consumer.position(partition) < end) {
                state = reducer.reduce(state, consumer.poll(POLL));
            }
            return state;
        } catch (KafkaException e) {
            throw new TransientFailure("topic %s cannot be read".formatted(partition.topic()), e);
        }
    }

    /** The state as of what has been read so far. */
    public S current() {
        return current;
    }

    /**
     * The state, once it includes everything that was in the topic at the start.
     *
     * @throws TransientFailure if that takes longer than the timeout
     */
    public S awaitCurrent(Duration timeout) {
        try {
            if (!caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransientFailure("topic %s could not be read to its end within %d ms"
                        .formatted(partition.topic(), timeout.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while waiting for the topic " + partition.topic(), e);
        }
        return current;
    }

    /** Registers a listener, called on this topic's thread after each change; to be called before the start. */
    public void onChange(java.util.function.Consumer<S> listener) {
        listeners.add(listener);
    }

    /** Reads until interrupted; starts again from the beginning after an outage. */
    @Override
    public void run() {
        try (Retrier retrier = new Retrier(RETRIES, outage)) {
            retrier.call(this::follow);
        } catch (InterruptedException e) {
            LOGGER.debug("interrupted to close");
        }
    }

    /** Never returns: ends by an interrupt or by an outage. */
    private S follow() throws InterruptedException {
        boolean interrupted = false;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            try {
                follow(consumer);
            } finally {
                // Cleared before the consumer is closed, which would not work otherwise.
                interrupted = Thread.interrupted();
            }
        } catch (KafkaException | TransientFailure e) {
            interrupted |= e instanceof InterruptException && Thread.interrupted();
            if (!interrupted) {
                throw e instanceof TransientFailure failure
                        ? failure
                        : new TransientFailure("topic %s cannot be read".formatted(partition.topic()), e);
            }
        }
        throw new InterruptedException("reading topic %s was interrupted".formatted(partition.topic()));
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        long end = assignFromBeginning(consumer, partition);
        S state = reducer.initial();
        // The state from before an outage stays current until the topic has been read to its end again.
        boolean atEnd = false;
        while (!Thread.currentThread().isInterrupted()) {
            S before = state;
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            state = records.isEmpty() ? state : reducer.reduce(state, records);
            boolean reached = !atEnd && consumer.position(partition) >= end;
            atEnd |= reached;
            if (reached) {
                outage.end();
            }
            if (atEnd && (reached || state != before)) {
                current = state;
                caughtUp.countDown();
                S now = state;
                listeners.forEach(listener -> listener.accept(now));
            }
        }
    }

    /** Assigns the partition from its beginning, and returns its present end. */
    private static long assignFromBeginning(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
}
