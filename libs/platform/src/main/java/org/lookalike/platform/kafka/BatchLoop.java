package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one topic as a member of a group: brings batches to a handler, publishes what it returns, then commits.
 *
 * <p>The handler works on a thread of its own while this one keeps polling with its partitions paused, so that slow work
 * or an outage never makes the group believe that the instance is dead. When partitions are taken away, the batch in
 * flight is given a moment to end and is committed; else it is interrupted and its records come again elsewhere. When
 * publishing fails, the loop goes back to what the broker knows as committed, once the broker answers again.
 *
 * <p>While one batch is being published and committed, the handler works on the next already: the cores need not wait for
 * the broker. Batches are committed in the order in which they were begun, and whatever ends one without a commit ends the
 * one behind it too, for a later commit would say that the earlier records are done.
 *
 * <p>{@link #run} belongs to one thread; {@link #close} may be called from any.
 */
public final class BatchLoop implements Runnable, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BatchLoop.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration BUSY_POLL = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration WORKER_END = Duration.ofSeconds(2);
    private static final Duration LEAVE_GROUP = Duration.ofSeconds(3);

    private final String name;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final BatchHandler handler;
    private final Quarantine quarantine;
    private final Publisher publisher;
    private final RetryingHandler patience;
    private final PublishOutage outage;
    private final Backlog backlog;
    private final ExecutorService worker;
    private final Timer batches;
    private final Counter records;
    private final AtomicBoolean closing = new AtomicBoolean();
    /** The oldest batch begun. Partitions are paused while there is one and nothing more may be read ahead. */
    private @Nullable InFlight inFlight;
    /** The batch after it, begun once the work for the first was done and only its publication was left. */
    private @Nullable InFlight following;
    /** Where to go on after a publication failed, by partition, unless the broker knows better. */
    private @Nullable Map<TopicPartition, Long> stalled;

    private record InFlight(
            int size,
            Map<TopicPartition, Long> firstOffsets,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets,
            Future<BatchResult> work) {

        InFlight doneWith(BatchResult result) {
            return new InFlight(size, firstOffsets, nextOffsets, CompletableFuture.completedFuture(result));
        }
    }

    /**
     * @param name the service's name, for threads, metrics and logs
     * @param consumer a member of the subscription's group; closed by this loop
     * @param publisher publishes and commits; closed by this loop
     * @param handler processes the batches
     * @param quarantine for what the handler refuses
     */
    public BatchLoop(
            String name,
            Subscription subscription,
            Consumer<byte[], byte[]> consumer,
            Publisher publisher,
            BatchHandler handler,
            Quarantine quarantine,
            MeterRegistry metrics,
            Health health) {
        this.name = name;
        this.topic = subscription.topic().name();
        this.consumer = consumer;
        this.publisher = publisher;
        this.handler = handler;
        this.quarantine = quarantine;
        this.patience = new RetryingHandler(name, metrics, health);
        this.outage = new PublishOutage(name, health);
        this.backlog = new Backlog(subscription.readAhead());
        Gauge.builder("lookalike.read.ahead", backlog, Backlog::size)
                .description("Records read and not in work yet")
                .tag("loop", name)
                .register(metrics);
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

    /**
     * Works until it is closed.
     *
     * @throws RuntimeException a defect of the handler or an error of the client; the batch in flight is not committed
     */
    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(topic), new Handover());
            while (!closing.get()) {
                step();
            }
            drain();
        } finally {
            // After a defect: leaving the group hands the partitions over, which must not commit what failed.
            inFlight = null;
            following = null;
            stalled = null;
            endWorker();
            closeAll();
        }
    }

    /** Asks the loop to finish the batch in flight, commit it and leave the group. Returns at once. */
    @Override
    public void close() {
        // Once only: a second wake-up could interrupt the last commit.
        if (closing.compareAndSet(false, true)) {
            consumer.wakeup();
        }
    }

    private void step() {
        try {
            if (stalled != null) {
                goOnAfterOutage(stalled);
            } else if (inFlight != null) {
                awaitWork();
            } else {
                backlog.add(consumer.poll(backlog.isEmpty() ? IDLE_POLL : Duration.ZERO));
                begin();
            }
        } catch (WakeupException e) {
            LOGGER.debug("woken to close");
        } catch (InterruptException e) {
            LOGGER.debug("interrupted to close");
            closing.set(true);
        }
    }

    /** Gives the next batch to the worker, if there is one. */
    private void begin() {
        if (closing.get()) {
            return;
        }
        inFlight = backlog.take().map(this::begun).orElse(null);
        pauseOrResume();
    }

    private InFlight begun(Backlog.Batch batch) {
        Future<BatchResult> work = batch.records().isEmpty()
                ? CompletableFuture.completedFuture(BatchResult.none())
                : worker.submit(() -> batches.recordCallable(() -> patience.handle(this::handle, batch.records())));
        return new InFlight(batch.records().size(), batch.firstOffsets(), batch.nextOffsets(), work);
    }

    /** The handler's result with the quarantine records among the outputs: an outage of the registry is retried too. */
    private BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        BatchResult result = handler.handle(batch);
        if (result.refusals().isEmpty()) {
            return result;
        }
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(result.outputs());
        result.refusals().forEach(refusal -> outputs.add(quarantine.record(refusal)));
        return new BatchResult(outputs, result.refusals());
    }

    /** Reads on while there is nothing to do, or room to read ahead. */
    private void pauseOrResume() {
        boolean idle = inFlight == null && backlog.isEmpty();
        if (stalled == null && (idle || backlog.hasRoom())) {
            consumer.resume(consumer.assignment());
        } else {
            consumer.pause(consumer.assignment());
        }
    }

    private void awaitWork() {
        InFlight current = Objects.requireNonNull(inFlight);
        try {
            BatchResult result = current.work().get(BUSY_POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (following == null && !closing.get()) {
                following = backlog.take().map(this::begun).orElse(null);
            }
            if (!settle(current, result)) {
                stayInGroup(BUSY_POLL);
            }
        } catch (TimeoutException e) {
            stayInGroup(Duration.ZERO);
        } catch (ExecutionException e) {
            throw defect(current, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.set(true);
        }
    }

    /** Tells the group that we are alive, lets it rebalance, and reads ahead. */
    private void stayInGroup(Duration limit) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(limit);
        while (!polled.isEmpty() && backlog.hasRoom()) {
            backlog.add(polled);
            polled = consumer.poll(Duration.ZERO);
        }
        backlog.add(polled);
        if (inFlight == null && stalled == null) {
            // The rebalance ended the batch and with it the pause.
            begin();
        } else {
            pauseOrResume();
        }
    }

    /** Publishes and commits finished work; says false when that has to wait for the group's rebalance. */
    private boolean settle(InFlight done, BatchResult result) {
        Publisher.Outcome outcome;
        try {
            outcome = publisher.publish(result.outputs(), done.nextOffsets(), consumer);
        } catch (TransientFailure e) {
            Map<TopicPartition, Long> again = new HashMap<>();
            giveUpFollowing().ifPresent(behind -> again.putAll(behind.firstOffsets()));
            again.putAll(done.firstOffsets());
            inFlight = null;
            stalled = again;
            backlog.forget(again.keySet());
            pauseOrResume();
            outage.noticed(e);
            return true;
        }
        switch (outcome) {
            case COMMITTED -> {
                inFlight = following;
                following = null;
                records.increment(done.size());
                result.refusals().forEach(quarantine::report);
                outage.over();
                pauseOrResume();
                return true;
            }
            case COMMIT_AGAIN -> inFlight = done.doneWith(new BatchResult(List.of(), result.refusals()));
            case PUBLISH_AGAIN -> inFlight = done.doneWith(result);
        }
        return false;
    }

    private void goOnAfterOutage(Map<TopicPartition, Long> positions) {
        if (!outage.mayTryNow()) {
            stayInGroup(BUSY_POLL);
            return;
        }
        try {
            publisher.recover();
            // A commit whose answer was lost may have gone through; its records must not be published twice.
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(positions.keySet(), LEAVE_GROUP);
            positions.forEach((partition, first) -> {
                OffsetAndMetadata known = committed.get(partition);
                consumer.seek(partition, known == null ? first : known.offset());
            });
        } catch (TransientFailure | org.apache.kafka.common.errors.TimeoutException e) {
            outage.noticed(e);
            return;
        }
        stalled = null;
        pauseOrResume();
    }

    /** Ends the batch in flight at close; gives it up when it takes too long or waits for somebody who is away. */
    private void drain() {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (inFlight != null
                && System.nanoTime() < deadline
                && !patience.waiting()
                && !Thread.currentThread().isInterrupted()) {
            step();
        }
        if (inFlight != null) {
            abandon(inFlight);
        }
    }

    /** Ends the batch in flight inside a rebalance, where polling is not allowed. */
    private void finishBeforeHandover(InFlight current) {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (System.nanoTime() < deadline && !patience.waiting()) {
            try {
                if (!settle(current, current.work().get(BUSY_POLL.toMillis(), TimeUnit.MILLISECONDS))) {
                    break;
                }
                return;
            } catch (TimeoutException e) {
                LOGGER.trace("still at work");
            } catch (ExecutionException e) {
                throw defect(current, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing.set(true);
                break;
            }
        }
        abandon(current);
    }

    private void abandon(InFlight current) {
        abandonFollowing();
        inFlight = null;
        current.work().cancel(true);
        comeAgain(current);
    }

    private void abandonFollowing() {
        giveUpFollowing().ifPresent(this::comeAgain);
    }

    /** Ends the work on the batch behind; where its records come again is the caller's to say. */
    private Optional<InFlight> giveUpFollowing() {
        Optional<InFlight> behind = Optional.ofNullable(following);
        following = null;
        behind.ifPresent(batch -> batch.work().cancel(true));
        return behind;
    }

    private void comeAgain(InFlight batch) {
        LOGGER.atDebug().addKeyValue("loop", name).log("batch given up, its records come again");
        backlog.forget(batch.firstOffsets().keySet());
        batch.firstOffsets().forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
        pauseOrResume();
    }

    private IllegalStateException defect(InFlight current, ExecutionException thrown) {
        inFlight = null;
        following = null;
        return new IllegalStateException(
                "%s failed on a batch that ends at %s".formatted(name, current.nextOffsets()), thrown.getCause());
    }

    /** What the handler uses is closed after this loop, so it should not be at work any more. */
    private void endWorker() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(WORKER_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.atWarn().addKeyValue("loop", name).log("the handler does not heed its interruption");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        try {
            consumer.close(CloseOptions.timeout(LEAVE_GROUP));
        } finally {
            publisher.close();
        }
    }

    private final class Handover implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Only begun: whoever gets the partitions does it.
            if (following != null && touches(following, partitions)) {
                abandonFollowing();
            }
            InFlight current = inFlight;
            if (current != null && touches(current, partitions)) {
                finishBeforeHandover(current);
            }
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // They belong to somebody else already: what is in flight must not be committed.
            if (following != null && touches(following, partitions)) {
                abandonFollowing();
            }
            InFlight current = inFlight;
            if (current != null && touches(current, partitions)) {
                abandon(current);
            }
            forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (inFlight != null || stalled != null) {
                consumer.pause(partitions);
            }
        }

        private boolean touches(InFlight current, Collection<TopicPartition> partitions) {
            return partitions.stream().anyMatch(current.nextOffsets()::containsKey);
        }

        private void forget(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
            if (stalled != null) {
                stalled.keySet().removeAll(partitions);
                if (stalled.isEmpty()) {
                    stalled = null;
                    outage.over();
                    pauseOrResume();
                }
            }
        }
    }
}
