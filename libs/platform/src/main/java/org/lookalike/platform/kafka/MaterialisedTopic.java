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
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic of one partition from its beginning, in no group, and folds its records into a state, so that every
 * instance knows everything.
 *
 * <p>{@link #run} belongs to one thread; everything else may be called from any. States are immutable.
 *
 * @param <S> the state
 */
public final class MaterialisedTopic<S> implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MaterialisedTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MS = 1_000;

    private final Folding<S> folding;
    private final TopicPartition partition;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<java.util.function.Consumer<S>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile S current;

    /**
     * A fold that has read nothing yet.
     *
     * @param consumers a new consumer without a group, closed by this fold
     */
    public MaterialisedTopic(Folding<S> folding, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.folding = folding;
        this.partition = folding.partition();
        this.consumers = consumers;
        this.current = folding.none();
    }

    /**
     * Reads a topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public static <S> S read(Folding<S> folding, KafkaClients clients) {
        TopicPartition partition = folding.partition();
        try (Consumer<byte[], byte[]> consumer = clients.reader(partition.topic())) {
            long end = begin(consumer, partition);
            S known = folding.none();
            while (consumer.position(partition) < end) {
                known = folding.after(known, consumer.poll(POLL));
            }
            return known;
        } catch (KafkaException e) {
            throw new TransientFailure("topic %s cannot be read".formatted(partition.topic()), e);
        }
    }

    /** What is known so far. */
    public S current() {
        return current;
    }

    /**
     * What is known, once everything has been read that lay in the topic at the start.
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

    /** Calls the listener on this fold's thread after each change; to be registered before the start. */
    public void onChange(java.util.function.Consumer<S> listener) {
        listeners.add(listener);
    }

    /** Reads until interrupted; begins anew after an outage. */
    @Override
    public void run() {
        // Cleared before the consumer is closed, which would not work otherwise.
        boolean ending = false;
        while (!ending && !Thread.currentThread().isInterrupted()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                try {
                    follow(consumer);
                } catch (InterruptException e) {
                    LOGGER.debug("interrupted to end");
                } finally {
                    ending = Thread.interrupted();
                }
            } catch (InterruptException e) {
                return;
            } catch (KafkaException | TransientFailure e) {
                LOGGER.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .log("cannot be read, trying again: {}", e.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        long end = begin(consumer, partition);
        S known = folding.none();
        // What was known stays in force until the topic has been read to its end again.
        boolean atEnd = false;
        while (!Thread.currentThread().isInterrupted()) {
            S before = known;
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            known = records.isEmpty() ? known : folding.after(known, records);
            boolean reached = !atEnd && consumer.position(partition) >= end;
            atEnd |= reached;
            if (atEnd && (reached || known != before)) {
                current = known;
                caughtUp.countDown();
                S now = known;
                listeners.forEach(listener -> listener.accept(now));
            }
        }
    }

    /** Assigns the partition from its beginning, and tells its present end. */
    private static long begin(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
