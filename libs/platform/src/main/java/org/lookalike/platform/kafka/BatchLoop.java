package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.operations.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one topic as a member of a group: brings batches to a handler, publishes what it returns, then commits.
 *
 * <p>The handler works on a thread of its own while this one keeps polling with its partitions paused, so that slow work
 * or an outage never makes the group believe that the instance is dead. When partitions are taken away, the batch in
 * flight is given a moment to end and is committed; else it is interrupted and its records come again elsewhere.
 *
 * <p>{@link #run} belongs to one thread; {@link #close} may be called from any.
 */
public final class BatchLoop implements Runnable, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BatchLoop.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration BUSY_POLL = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final String name;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final BatchHandler handler;
    private final Publisher publisher;
    private final PatientHandler patience;
    private final ExecutorService worker;
    private final Timer batches;
    private final Counter records;
    private @Nullable InFlight inFlight;
    private volatile boolean closing;

    private record InFlight(
            Map<TopicPartition, Long> firstOffsets,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets,
            Future<List<ProducerRecord<byte[], byte[]>>> work) {}

    /**
     * @param name the service's name, for threads, metrics and logs
     * @param topic the topic to consume
     * @param consumer a group consumer; closed by this loop
     * @param publisher publishes and commits; closed by this loop
     * @param handler does the work
     */
    public BatchLoop(
            String name,
            String topic,
            Consumer<byte[], byte[]> consumer,
            Publisher publisher,
            BatchHandler handler,
            MeterRegistry metrics,
            Health health) {
        this.name = name;
        this.topic = topic;
        this.consumer = consumer;
        this.publisher = publisher;
        this.handler = handler;
        this.patience = new PatientHandler(name, metrics, health);
        this.worker = Executors.newSingleThreadExecutor(task -> new Thread(task, name + "-worker"));
        this.batches = Timer.builder("lookalike.batch")
                .description("Handling one batch of records, retries included")
                .tag("loop", name)
                .register(metrics);
        this.records = Counter.builder("lookalike.records")
                .description("Records handled and committed")
                .tag("loop", name)
                .register(metrics);
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(topic), new Handover());
            while (!closing) {
                try {
                    if (inFlight == null) {
                        accept(consumer.poll(IDLE_POLL));
                    } else {
                        awaitWork(BUSY_POLL);
                    }
                } catch (WakeupException e) {
                    LOGGER.debug("woken to close");
                }
            }
            finishInFlight();
        } finally {
            worker.shutdownNow();
            closeAll();
        }
    }

    /** Asks the loop to finish the batch in flight, commit it and leave the group. Returns at once. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
    }

    private void accept(ConsumerRecords<byte[], byte[]> polled) {
        if (polled.isEmpty()) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(polled.count());
        Map<TopicPartition, Long> first = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = polled.records(partition);
            batch.addAll(part);
            first.put(partition, part.get(0).offset());
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            next.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        consumer.pause(consumer.assignment());
        inFlight = new InFlight(
                first, next, worker.submit(() -> batches.recordCallable(() -> patience.handle(handler, batch))));
    }

    private void awaitWork(Duration limit) {
        InFlight current = Objects.requireNonNull(inFlight);
        try {
            settle(current, current.work().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            // Everything is paused: this only tells the group that we are alive, and lets it rebalance.
            ConsumerRecords<byte[], byte[]> none = consumer.poll(Duration.ZERO);
            if (!none.isEmpty()) {
                throw new IllegalStateException("%s received records while paused".formatted(name), e);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "%s failed on a batch of %s".formatted(name, current.nextOffsets()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    /** Publishes and commits finished work; when that fails, the same records are fetched again. */
    private void settle(InFlight done, List<ProducerRecord<byte[], byte[]>> outputs) {
        inFlight = null;
        if (publisher.publish(outputs, done.nextOffsets(), consumer)) {
            for (Map.Entry<TopicPartition, OffsetAndMetadata> next :
                    done.nextOffsets().entrySet()) {
                long first = Objects.requireNonNull(done.firstOffsets().get(next.getKey()));
                records.increment((double) (next.getValue().offset() - first));
            }
        } else {
            rewind(done);
        }
        consumer.resume(consumer.assignment());
    }

    private void rewind(InFlight dropped) {
        dropped.firstOffsets().forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
    }

    private void finishInFlight() {
        InFlight current = inFlight;
        if (current == null) {
            return;
        }
        try {
            settle(current, current.work().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.atDebug().setCause(e).addKeyValue("loop", name).log("batch given up at close");
            abandon(current);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon(current);
        }
    }

    private void abandon(InFlight current) {
        inFlight = null;
        current.work().cancel(true);
        rewind(current);
        consumer.resume(consumer.assignment());
    }

    private void closeAll() {
        try {
            consumer.close();
        } finally {
            publisher.close();
        }
    }

    private final class Handover implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            InFlight current = inFlight;
            if (current != null && partitions.stream().anyMatch(current.nextOffsets()::containsKey)) {
                finishInFlight();
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // They belong to somebody else already: what is in flight must not be committed.
            InFlight current = inFlight;
            if (current != null && partitions.stream().anyMatch(current.nextOffsets()::containsKey)) {
                abandon(current);
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (inFlight != null) {
                consumer.pause(partitions);
            }
        }
    }
}
