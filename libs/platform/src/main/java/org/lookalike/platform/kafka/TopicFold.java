package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topic;
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
public final class TopicFold<S> implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TopicFold.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MS = 1_000;

    private final TopicPartition partition;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final S none;
    private final BiFunction<S, Iterable<ConsumerRecord<byte[], byte[]>>, S> fold;
    private final List<java.util.function.Consumer<S>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile S current;

    /**
     * A fold that has read nothing yet.
     *
     * @param topic of one partition
     * @param consumers a new consumer without a group, closed by this fold
     * @param none the state before the first record
     * @param fold the state after some more records, in their order; the same object where they change nothing
     */
    public TopicFold(
            Topic<?> topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            S none,
            BiFunction<S, Iterable<ConsumerRecord<byte[], byte[]>>, S> fold) {
        if (topic.partitions() != 1) {
            throw new IllegalArgumentException(
                    "topic %s has %d partitions, must be 1".formatted(topic.name(), topic.partitions()));
        }
        this.partition = new TopicPartition(topic.name(), 0);
        this.consumers = consumers;
        this.none = none;
        this.fold = fold;
        this.current = none;
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public S readOnce() {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            long end = begin(consumer);
            S known = none;
            while (consumer.position(partition) < end) {
                known = fold.apply(known, consumer.poll(POLL));
            }
            return known;
        } catch (KafkaException e) {
            throw new TransientFailure("topic %s cannot be read".formatted(partition.topic()), e);
        }
    }

    /**
     * The state after some more records. One that is refused is passed over with a line in the log, for it would be
     * refused again.
     *
     * @param step the state after one record; throws {@link PermanentFailure} where it cannot be used
     */
    public static <T> T overUsable(
            T state,
            Iterable<ConsumerRecord<byte[], byte[]>> records,
            BiFunction<T, ConsumerRecord<byte[], byte[]>, T> step) {
        T known = state;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                known = step.apply(known, record);
            } catch (PermanentFailure e) {
                LOGGER.atError()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("code", e.code())
                        .log("skipped: {}", e.getMessage());
            }
        }
        return known;
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
        long end = begin(consumer);
        S known = none;
        // What was known stays in force until the topic has been read to its end again.
        boolean atEnd = false;
        while (!Thread.currentThread().isInterrupted()) {
            S before = known;
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            known = records.isEmpty() ? known : fold.apply(known, records);
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
    private long begin(Consumer<byte[], byte[]> consumer) {
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
