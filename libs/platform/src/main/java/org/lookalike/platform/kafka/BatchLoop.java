package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.function.Supplier;
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
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one topic as a member of a group: passes batches to a handler, publishes the results, then commits.
 *
 * <p>The handler runs on a thread of its own while this one keeps polling with its partitions paused, so that neither slow
 * work nor an outage exceeds {@code max.poll.interval.ms}. When partitions are revoked, the batch in flight gets a moment
 * to finish and is committed; otherwise it is interrupted and its records are delivered again, to whichever member owns
 * them then. When publishing fails, the loop waits until the broker answers again and resumes from the committed offsets.
 *
 * <p>While one batch is being published and committed, the handler works on the next one already, so that the cores need
 * not wait for the broker. Batches are committed in the order in which they were started, and whatever ends one without a
 * commit ends its successor too: a later commit would skip the earlier records.
 *
 * <p>{@link #run} belongs to one thread; {@link #close} may be called from any.
 */
public final class BatchLoop implements Runnable, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BatchLoop.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration BUSY_POLL = Duration.ofMillis(100);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CONSUMER_TIMEOUT = Duration.ofSeconds(3);
    private static final RetryPolicy PUBLISH_RETRIES = RetryPolicy.forever();

    private final String name;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final BatchHandler handler;
    private final Quarantine quarantine;
    private final Publisher publisher;
    private final RetryingHandler retrying;
    private final Outage publishOutage;
    private final Backlog backlog;
    private final Health health;
    /** Where the broker does not refuse the outputs of an instance that has lost its partitions. */
    private final @Nullable GroupMembership membership;

    private final ExecutorService worker;
    private final LoopMeters meters;
    private final AtomicBoolean closing = new AtomicBoolean();
    /** The oldest batch started. Partitions are paused while there is one and the backlog is full. */
    private volatile @Nullable BatchInFlight inFlight;
    /** Its successor, started once the work for the first was done and only its publication was left. */
    private @Nullable BatchInFlight successor;
    /** Where to resume after a failed publication, by partition, unless the broker has a committed offset. */
    private @Nullable Map<TopicPartition, Long> resumeFrom;

    /** Whether cancelled work may still be running on the worker. */
    private boolean cancelling;

    private @Nullable UnansweredCommit unanswered;

    /** When the loop's thread last began a turn. */
    private volatile long lastTurn;

    private int publishFailures;
    private long nextRecoveryNanos;

    /**
     * @param name the loop's name in threads, metrics, logs and health
     * @param consumer a member of the subscription's group; closed by this loop
     * @param publisher publishes and commits; closed by this loop
     * @param handler processes the batches
     * @param quarantine for what the handler refuses
     * @param sessionTimeout of the consumer
     */
    public BatchLoop(
            String name,
            Subscription subscription,
            Consumer<byte[], byte[]> consumer,
            Publisher publisher,
            BatchHandler handler,
            Quarantine quarantine,
            MeterRegistry metrics,
            Health health,
            Duration sessionTimeout) {
        this.name = name;
        this.topic = subscription.topic().name();
        this.consumer = consumer;
        this.publisher = publisher;
        this.handler = handler;
        this.quarantine = quarantine;
        this.retrying = new RetryingHandler(this::handle, name, metrics, health);
        this.publishOutage = new Outage(publishPart(name), health);
        this.backlog = new Backlog(subscription.readAhead());
        this.membership = publisher.isFenced() ? null : new GroupMembership(sessionTimeout, System::nanoTime);
        this.meters = new LoopMeters(metrics, name);
        meters.observe(this, backlog, BatchLoop::oldestBatchSeconds, BatchLoop::oldestRecordSeconds);
        this.health = health;
        this.worker = Executors.newSingleThreadExecutor(task -> new Thread(task, name + "-worker"));
    }

    /** The name in the health report of a loop's publishing; that of its handler is the loop's own. */
    public static String publishPart(String loop) {
        return loop + ".publish";
    }

    /**
     * Runs until closed.
     *
     * @throws RuntimeException if the handler has a defect or a client fails; the batch in flight is not committed
     */
    @Override
    public void run() {
        Supplier<Duration> busy = this::busy;
        lastTurn = System.nanoTime();
        health.watch(name, busy);
        try {
            consumer.subscribe(List.of(topic), new Rebalance());
            while (!closing.get()) {
                runOnce();
            }
            drain();
        } finally {
            // After a defect: leaving the group revokes the partitions, which must not commit what failed.
            inFlight = null;
            successor = null;
            resumeFrom = null;
            shutdownWorker();
            closeClients();
            health.unwatch(name, busy);
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

    /** How long the same call of the handler, or the same turn of this loop, has taken. */
    private Duration busy() {
        Duration turn = Duration.ofNanos(System.nanoTime() - lastTurn);
        Duration call = retrying.calls().running();
        return turn.compareTo(call) > 0 ? turn : call;
    }

    private double oldestBatchSeconds() {
        BatchInFlight oldest = inFlight;
        long nanos = oldest == null ? 0 : System.nanoTime() - oldest.since();
        // A call may go on although its batch was taken away.
        return Math.max(nanos, retrying.calls().running().toNanos()) / 1e9;
    }

    private double oldestRecordSeconds() {
        BatchInFlight oldest = inFlight;
        return oldest == null ? 0 : Math.max(0, System.currentTimeMillis() - oldest.oldestTimestamp()) / 1e3;
    }

    private void reportHang() {
        Duration limit = health.limits().hang();
        retrying.calls()
                .exceeded(limit)
                .ifPresent(where -> LOGGER.atError()
                        .addKeyValue("loop", name)
                        .addKeyValue("limitSeconds", limit.toSeconds())
                        .setCause(where)
                        .log("the handler hangs: it has not returned within the limit"));
    }

    private void runOnce() {
        lastTurn = System.nanoTime();
        reportHang();
        try {
            if (membership != null) {
                membership.keep(consumer);
            }
            if (resumeFrom != null) {
                recover(resumeFrom);
            } else if (inFlight != null) {
                awaitInFlight();
            } else {
                backlog.add(consumer.poll(backlog.isEmpty() ? IDLE_POLL : Duration.ZERO));
                startNext();
            }
        } catch (WakeupException e) {
            LOGGER.debug("woken up to close");
        } catch (InterruptException e) {
            LOGGER.debug("interrupted to close");
            closing.set(true);
        }
    }

    /** Passes the next batch to the worker, if there is one. */
    private void startNext() {
        if (closing.get()) {
            return;
        }
        inFlight = backlog.take().map(this::start).orElse(null);
        pauseOrResume();
    }

    private BatchInFlight start(Backlog.Batch batch) {
        BatchOwnership ownership = new BatchOwnership(membership);
        Future<BatchResult> work = batch.records().isEmpty()
                ? CompletableFuture.completedFuture(BatchResult.none())
                : worker.submit(meters.timed(() -> retrying.handle(batch.records(), ownership)));
        return new BatchInFlight(
                System.nanoTime(),
                batch.records().stream()
                        .mapToLong(ConsumerRecord::timestamp)
                        .min()
                        .orElse(Long.MAX_VALUE),
                batch.records().size(),
                batch.firstOffsets(),
                batch.nextOffsets(),
                ownership,
                work);
    }

    /** The handler's result with the quarantine records among the outputs: an outage of the registry is retried too. */
    private BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership)
            throws InterruptedException {
        BatchResult result = handler.handle(batch, ownership);
        if (result.refusals().isEmpty()) {
            return result;
        }
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(result.outputs());
        result.refusals().forEach(refusal -> outputs.add(quarantine.record(refusal)));
        return new BatchResult(outputs, result.refusals());
    }

    /** Fetches while there is nothing to do, or while the backlog has capacity. */
    private void pauseOrResume() {
        boolean idle = inFlight == null && backlog.isEmpty();
        if (resumeFrom == null && (idle || backlog.hasCapacity())) {
            consumer.resume(consumer.assignment());
        } else {
            consumer.pause(consumer.assignment());
        }
    }

    private void awaitInFlight() {
        BatchInFlight current = Objects.requireNonNull(inFlight);
        try {
            BatchResult result = current.work().get(BUSY_POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (successor == null && !closing.get()) {
                successor = backlog.take().map(this::start).orElse(null);
            }
            if (!publishAndCommit(current, result)) {
                pollWhileBusy(BUSY_POLL);
            }
        } catch (TimeoutException e) {
            pollWhileBusy(Duration.ZERO);
        } catch (ExecutionException e) {
            throw defect(current, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.set(true);
        }
    }

    /** Keeps the membership alive, takes part in rebalances, and reads ahead. */
    private void pollWhileBusy(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
        while (!polled.isEmpty() && backlog.hasCapacity()) {
            backlog.add(polled);
            polled = consumer.poll(Duration.ZERO);
        }
        backlog.add(polled);
        if (inFlight == null && resumeFrom == null) {
            // A rebalance ended the batch and with it the pause.
            startNext();
        } else {
            pauseOrResume();
        }
    }

    /** Publishes and commits finished work; returns false if that has to wait for a rebalance. */
    private boolean publishAndCommit(BatchInFlight done, BatchResult result) {
        Publisher.Outcome outcome;
        long start = System.nanoTime();
        try {
            outcome = publisher.publish(result.outputs(), done.nextOffsets(), consumer);
        } catch (TransientFailure e) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            cancelSuccessor().ifPresent(cancelled -> positions.putAll(cancelled.firstOffsets()));
            positions.putAll(done.firstOffsets());
            if (membership != null) {
                membership.forget(positions.keySet());
            }
            inFlight = null;
            unanswered = new UnansweredCommit(done, result.refusals());
            resumeFrom = positions;
            backlog.remove(positions.keySet());
            pauseOrResume();
            backOff(e);
            return true;
        }
        switch (outcome) {
            case COMMITTED -> {
                if (membership != null) {
                    membership.committed(done.nextOffsets(), start);
                }
                inFlight = successor;
                successor = null;
                meters.committed(done.size());
                result.refusals().forEach(quarantine::report);
                endPublishOutage();
                pauseOrResume();
                return true;
            }
            case COMMIT_AGAIN -> inFlight = done.completed(new BatchResult(List.of(), result.refusals()));
            case PUBLISH_AGAIN -> inFlight = done.completed(result);
        }
        return false;
    }

    private void backOff(RuntimeException failure) {
        publishOutage.begin(failure);
        publishFailures++;
        nextRecoveryNanos =
                System.nanoTime() + PUBLISH_RETRIES.backoff(publishFailures).toNanos();
    }

    private void endPublishOutage() {
        publishOutage.end();
        publishFailures = 0;
    }

    /** After a failed publication: seeks to the committed offsets once the broker answers. */
    private void recover(Map<TopicPartition, Long> positions) {
        if (System.nanoTime() - nextRecoveryNanos < 0) {
            pollWhileBusy(BUSY_POLL);
            return;
        }
        try {
            publisher.recover();
            // A commit whose response was lost may have succeeded; its records must not be published twice.
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(positions.keySet(), CONSUMER_TIMEOUT);
            reportIfCommitted(committed);
            positions.forEach((partition, first) -> {
                OffsetAndMetadata known = committed.get(partition);
                consumer.seek(partition, known == null ? first : known.offset());
            });
        } catch (TransientFailure | org.apache.kafka.common.errors.TimeoutException e) {
            backOff(e);
            return;
        }
        resumeFrom = null;
        pauseOrResume();
    }

    /** The answer to a commit may be lost: what it made durable counts all the same. */
    private void reportIfCommitted(Map<TopicPartition, OffsetAndMetadata> committed) {
        UnansweredCommit last = unanswered;
        unanswered = null;
        if (last != null && last.isIn(committed)) {
            meters.committed(last.batch().size());
            last.refusals().forEach(quarantine::report);
        }
    }

    /** Finishes the batch in flight on close; aborts it if it takes too long or waits for an outage to end. */
    private void drain() {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        while (inFlight != null
                && System.nanoTime() < deadline
                && !retrying.isRetrying()
                && !Thread.currentThread().isInterrupted()) {
            runOnce();
        }
        if (inFlight != null) {
            abort(inFlight);
        }
    }

    /** Finishes the batch in flight inside a rebalance, where polling is not allowed. */
    private void finishBeforeRevocation(BatchInFlight current) {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline && !retrying.isRetrying()) {
            try {
                if (!publishAndCommit(current, current.work().get(BUSY_POLL.toMillis(), TimeUnit.MILLISECONDS))) {
                    break;
                }
                return;
            } catch (TimeoutException e) {
                LOGGER.trace("still being processed");
            } catch (ExecutionException e) {
                throw defect(current, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing.set(true);
                break;
            }
        }
        abort(current);
    }

    private void abort(BatchInFlight current) {
        abortSuccessor();
        inFlight = null;
        cancel(current);
        rewind(current);
    }

    /** Ends the work; whoever asks for its ownership from now on does not get it. */
    private void cancel(BatchInFlight batch) {
        batch.ownership().lose();
        batch.work().cancel(true);
        cancelling = true;
    }

    /** A write in progress must not be done after the partitions' next owner has begun. */
    private void awaitCancelledWork() {
        if (membership == null || !cancelling || worker.isShutdown()) {
            return;
        }
        cancelling = false;
        try {
            worker.submit(() -> {}).get(WORKER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.atWarn().addKeyValue("loop", name).log("the handler does not respond to its interruption");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.set(true);
        }
    }

    private void abortSuccessor() {
        cancelSuccessor().ifPresent(this::rewind);
    }

    /** Ends the work on the successor; where to read its records again is the caller's to decide. */
    private Optional<BatchInFlight> cancelSuccessor() {
        Optional<BatchInFlight> cancelled = Optional.ofNullable(successor);
        successor = null;
        cancelled.ifPresent(this::cancel);
        return cancelled;
    }

    private void rewind(BatchInFlight batch) {
        LOGGER.atDebug().addKeyValue("loop", name).log("batch aborted, its records will be read again");
        backlog.remove(batch.firstOffsets().keySet());
        batch.firstOffsets().forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
        pauseOrResume();
    }

    private IllegalStateException defect(BatchInFlight current, ExecutionException thrown) {
        inFlight = null;
        successor = null;
        return new IllegalStateException(
                "%s failed on a batch that ends at %s".formatted(name, current.nextOffsets()), thrown.getCause());
    }

    /** What the handler uses is closed after this loop, so the handler should have returned by then. */
    private void shutdownWorker() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(WORKER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.atWarn().addKeyValue("loop", name).log("the handler does not respond to its interruption");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeClients() {
        try {
            consumer.close(CloseOptions.timeout(CONSUMER_TIMEOUT));
        } finally {
            publisher.close();
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Only started: the next owner of the partitions does it.
            if (successor != null && successor.contains(partitions)) {
                abortSuccessor();
            }
            BatchInFlight current = inFlight;
            if (current != null && current.contains(partitions)) {
                finishBeforeRevocation(current);
            }
            awaitCancelledWork();
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // They belong to another member already: what is in flight must not be committed.
            if (successor != null && successor.contains(partitions)) {
                abortSuccessor();
            }
            BatchInFlight current = inFlight;
            if (current != null && current.contains(partitions)) {
                abort(current);
            }
            awaitCancelledWork();
            forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (membership != null) {
                membership.assigned(partitions);
            }
            if (inFlight != null || resumeFrom != null) {
                consumer.pause(partitions);
            }
        }

        private void forget(Collection<TopicPartition> partitions) {
            backlog.remove(partitions);
            if (membership != null) {
                membership.forget(partitions);
            }
            if (resumeFrom != null) {
                resumeFrom.keySet().removeAll(partitions);
                if (resumeFrom.isEmpty()) {
                    resumeFrom = null;
                    endPublishOutage();
                    pauseOrResume();
                }
            }
        }
    }
}
