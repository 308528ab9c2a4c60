package org.lookalike.spaces;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic {@code spaces} from its beginning, in no group, so that every instance knows everything.
 *
 * <p>{@link #run} belongs to one thread; everything else may be called from any.
 */
public final class SpaceFeed implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpaceFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MS = 1_000;

    private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers;
    private final SpaceRecords records;
    private final List<Consumer<Spaces>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile Spaces current = Spaces.none();

    SpaceFeed(Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers, SpaceRecords records) {
        this.consumers = consumers;
        this.records = records;
    }

    /** A feed that runs as a part of the service from the service's start on. */
    public static SpaceFeed of(Platform platform) {
        AvroCodec codec = platform.codec();
        SpaceFeed feed = new SpaceFeed(
                () -> platform.clients().reader(platform.instance() + ".spaces"),
                new SpaceRecords(codec, InstantSource.system()));
        platform.run("spaces", feed);
        return feed;
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public static Spaces read(KafkaClients clients, AvroCodec codec) {
        TopicPartition partition = new TopicPartition(Topics.SPACES.name(), 0);
        SpaceFeed feed = new SpaceFeed(() -> clients.reader("spaces"), new SpaceRecords(codec, InstantSource.system()));
        Spaces known = Spaces.none();
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = feed.consumers.get()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    known = feed.apply(known, record);
                }
            }
            return known;
        } catch (KafkaException e) {
            throw new TransientFailure("topic %s cannot be read".formatted(Topics.SPACES.name()), e);
        }
    }

    /** What is known so far. */
    public Spaces current() {
        return current;
    }

    /**
     * What is known, once everything has been read that lay in the topic at the start.
     *
     * @throws TransientFailure if that takes longer than the timeout
     */
    public Spaces awaitCurrent(Duration timeout) {
        try {
            if (!caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransientFailure("topic %s could not be read to its end within %d ms"
                        .formatted(Topics.SPACES.name(), timeout.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while waiting for the topic " + Topics.SPACES.name(), e);
        }
        return current;
    }

    /** Calls the listener on this feed's thread after each change; to be registered before the start. */
    public void onChange(Consumer<Spaces> listener) {
        listeners.add(listener);
    }

    /** Reads until interrupted; begins anew after an outage. */
    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = consumers.get()) {
                follow(consumer);
            } catch (InterruptException e) {
                return;
            } catch (KafkaException | TransientFailure e) {
                LOGGER.atWarn()
                        .addKeyValue("topic", Topics.SPACES.name())
                        .log("cannot be read, trying again: {}", e.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private void follow(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        TopicPartition partition = new TopicPartition(Topics.SPACES.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        Spaces known = Spaces.none();
        // What was known stays in force until the topic has been read to its end again.
        boolean atEnd = false;
        while (!Thread.currentThread().isInterrupted()) {
            Spaces before = known;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                known = apply(known, record);
            }
            boolean reached = !atEnd && consumer.position(partition) >= end;
            atEnd |= reached;
            if (atEnd && (reached || known != before)) {
                current = known;
                caughtUp.countDown();
                Spaces now = known;
                listeners.forEach(listener -> listener.accept(now));
            }
        }
    }

    private Spaces apply(Spaces known, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return known;
        }
        try {
            return records.apply(known, record.value());
        } catch (PermanentFailure e) {
            LOGGER.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("code", e.code())
                    .log("skipped: {}", e.getMessage());
            return known;
        }
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
