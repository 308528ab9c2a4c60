package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one topic as a member of a group, for records that do not depend on each other: each is done when it is done,
 * and an offset is committed once all records before it are. So a slow record holds back nothing but commits: after a
 * crash more records come again than with a {@link BatchLoop}.
 *
 * <p>Fetching pauses while more records than the limit are not done. When partitions are revoked, what is in work gets a
 * moment to be done and is committed; the rest is delivered again to whichever member owns them then.
 *
 * <p>{@link #run} belongs to one thread and ends when that is interrupted, after the records in work got a moment.
 */
public final class UnorderedLoop implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(UnorderedLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONSUMER_TIMEOUT = Duration.ofSeconds(3);
    private static final long COMMIT_INTERVAL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long WAIT_MS = 20;

    private final String name;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordHandler handler;
    private final int maxInWork;
    private final Outage commitOutage;
    private final Health health;
    private final Counter records;
    /** Guarded by itself: records are done on other threads. */
    private final Map<TopicPartition, UncommittedOffsets> partitions = new HashMap<>();

    private final Map<ConsumerRecord<byte[], byte[]>, Long> started = new ConcurrentHashMap<>();
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private long lastCommitNanos = System.nanoTime();
    private boolean committing;

    /**
     * @param name the loop's name in metrics, logs and health
     * @param consumer a member of a group; closed by this loop
     * @param maxInWork most records that are not done before fetching pauses, at least 1
     */
    public UnorderedLoop(
            String name,
            String topic,
            Consumer<byte[], byte[]> consumer,
            RecordHandler handler,
            int maxInWork,
            MeterRegistry metrics,
            Health health) {
        this.name = name;
        this.topic = topic;
        this.consumer = consumer;
        this.handler = handler;
        this.maxInWork = maxInWork;
        this.health = health;
        this.commitOutage = new Outage(BatchLoop.publishPart(name), health);
        Gauge.builder("lookalike.read.ahead", inWork, AtomicInteger::get)
                .description("Records read and not done yet")
                .tag("loop", name)
                .register(metrics);
        Gauge.builder("lookalike.oldest.seconds", this, UnorderedLoop::oldestSeconds)
                .description("How long the oldest record in work has been there")
                .tag("loop", name)
                .register(metrics);
        this.records = Counter.builder("lookalike.records")
                .description("Records handled and committed")
                .tag("loop", name)
                .register(metrics);
    }

    /** How long the oldest record in work has been there, in seconds; 0 where there is none. */
    public double oldestSeconds() {
        long now = System.nanoTime();
        return started.values().stream().mapToLong(since -> now - since).max().orElse(0) / 1e9;
    }

    /** @throws IllegalStateException if the handler has a defect */
    @Override
    public void run() {
        Supplier<Duration> busy = () -> Duration.ofNanos((long) (oldestSeconds() * 1e9));
        health.watch(name, busy);
        try {
            consumer.subscribe(List.of(topic), new Rebalance());
            while (!Thread.currentThread().isInterrupted()) {
                runOnce();
            }
        } catch (InterruptException e) {
            LOGGER.debug("interrupted to close");
        } finally {
            // The clients do not work on an interrupted thread.
            boolean interrupted = Thread.interrupted();
            try {
                finish();
            } finally {
                consumer.close(CloseOptions.timeout(CONSUMER_TIMEOUT));
                health.unwatch(name, busy);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void runOnce() {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (!polled.isEmpty()) {
            List<ConsumerRecord<byte[], byte[]>> begun = begin(polled);
            handler.handle(begun, new Completed());
        }
        requireNoDefect();
        if (inWork.get() >= maxInWork) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        if (System.nanoTime() - lastCommitNanos >= COMMIT_INTERVAL_NANOS && !committing) {
            commitAsync();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> begin(ConsumerRecords<byte[], byte[]> polled) {
        List<ConsumerRecord<byte[], byte[]>> begun = new ArrayList<>(polled.count());
        long now = System.nanoTime();
        synchronized (partitions) {
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                partitions
                        .computeIfAbsent(
                                new TopicPartition(record.topic(), record.partition()),
                                unseen -> new UncommittedOffsets(record.offset()))
                        .begin(record.offset());
                started.put(record, now);
                begun.add(record);
            }
        }
        inWork.addAndGet(begun.size());
        return begun;
    }

    private final class Completed implements RecordHandler.Completion {
        @Override
        public void done(ConsumerRecord<byte[], byte[]> record) {
            if (started.remove(record) == null) {
                return;
            }
            inWork.decrementAndGet();
            records.increment();
            synchronized (partitions) {
                UncommittedOffsets offsets = partitions.get(new TopicPartition(record.topic(), record.partition()));
                if (offsets != null) {
                    offsets.end(record.offset());
                }
                partitions.notifyAll();
            }
        }

        @Override
        public void failed(ConsumerRecord<byte[], byte[]> record, Throwable thrown) {
            defect.compareAndSet(
                    null,
                    new IllegalStateException(
                            "%s failed on the record at %s-%d offset %d"
                                    .formatted(name, record.topic(), record.partition(), record.offset()),
                            thrown));
        }
    }

    private void requireNoDefect() {
        Throwable thrown = defect.get();
        if (thrown != null) {
            throw new IllegalStateException(thrown.getMessage(), thrown.getCause());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> positions(Collection<TopicPartition> of) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        synchronized (partitions) {
            for (TopicPartition partition : of) {
                UncommittedOffsets offsets = partitions.get(partition);
                if (offsets != null && offsets.isAhead()) {
                    positions.put(partition, new OffsetAndMetadata(offsets.position()));
                }
            }
        }
        return positions;
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> positions) {
        synchronized (partitions) {
            positions.forEach((partition, offset) -> {
                UncommittedOffsets offsets = partitions.get(partition);
                if (offsets != null) {
                    offsets.committed(offset.offset());
                }
            });
        }
    }

    private void commitAsync() {
        lastCommitNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> positions = positions(consumer.assignment());
        if (positions.isEmpty()) {
            return;
        }
        committing = true;
        consumer.commitAsync(positions, (offsets, failure) -> {
            committing = false;
            if (failure == null) {
                committed(offsets);
                commitOutage.end();
            } else if (failure instanceof org.apache.kafka.common.errors.RetriableException) {
                commitOutage.begin(failure);
            } else {
                // The group rebalances: whoever owns the partition then reads from the last commit.
                LOGGER.atDebug().addKeyValue("loop", name).setCause(failure).log("a commit was refused");
            }
        });
    }

    /** Waits for what is in work, and commits what is done of it. */
    private void settle(Collection<TopicPartition> of) {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        try {
            synchronized (partitions) {
                while (inWork(of) > 0 && System.nanoTime() < deadline && defect.get() == null) {
                    partitions.wait(WAIT_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> positions = positions(of);
        if (positions.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(positions, CONSUMER_TIMEOUT);
            committed(positions);
        } catch (KafkaException e) {
            LOGGER.atDebug().addKeyValue("loop", name).setCause(e).log("the last records will be read again");
        }
    }

    private int inWork(Collection<TopicPartition> of) {
        return of.stream()
                .map(partitions::get)
                .mapToInt(offsets -> offsets == null ? 0 : offsets.size())
                .sum();
    }

    private void finish() {
        if (defect.get() == null) {
            settle(List.copyOf(consumer.assignment()));
        }
        synchronized (partitions) {
            partitions.clear();
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            settle(revoked);
            forget(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            forget(lost);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            LOGGER.atDebug()
                    .addKeyValue("loop", name)
                    .addKeyValue("partitions", assigned)
                    .log("assigned");
        }

        private void forget(Collection<TopicPartition> gone) {
            synchronized (partitions) {
                partitions.keySet().removeAll(gone);
            }
        }
    }
}
