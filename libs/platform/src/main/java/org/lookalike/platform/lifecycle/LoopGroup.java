package org.lookalike.platform.lifecycle;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.Stage;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchLoop;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.OffsetPublisher;
import org.lookalike.platform.kafka.Ownership;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loops that start and stop while the service runs, isolated from each other: one that fails by a defect is started again, with
 * growing pauses, while the others go on; health tells of it. A loop that was stopped leaves neither metrics nor health
 * behind. Thread-safe.
 */
public final class LoopGroup implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LoopGroup.class);
    private static final long STOP_SECONDS = 20;
    private static final RetryPolicy RESTARTS = RetryPolicy.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1))
            .withJitter(0.5);

    private final String instance;
    private final KafkaClients clients;
    private final Function<Stage, Quarantine> quarantines;
    private final MeterRegistry metrics;
    private final Health health;
    private final Supervisor supervisor;
    private final Map<String, Running> running = new HashMap<>();
    private boolean closed;

    /** Runs a part of the service; its failure is the service's. */
    @FunctionalInterface
    interface Supervisor {
        void supervise(String name, Runnable part);
    }

    LoopGroup(
            String instance,
            KafkaClients clients,
            Function<Stage, Quarantine> quarantines,
            MeterRegistry metrics,
            Health health,
            Supervisor supervisor) {
        this.instance = instance;
        this.clients = clients;
        this.quarantines = quarantines;
        this.metrics = metrics;
        this.health = health;
        this.supervisor = supervisor;
    }

    /**
     * Starts to consume a topic in a group, from the earliest uncommitted offset, and commits offsets once the outputs are
     * acknowledged. Does nothing if a loop of that name is running or stopping, or if the service is shutting down.
     *
     * @param name the loop's name in logs, metrics and health; unique within the process
     */
    public synchronized void start(String name, Subscription subscription, BatchHandler handler) {
        if (closed || running.containsKey(name)) {
            return;
        }
        Running loop = new Running(name, subscription, handler);
        running.put(name, loop);
        loop.thread.start();
    }

    /** Asks a loop to finish its batch and leave its group; returns at once. An unknown name is no error. */
    public synchronized void stop(String name) {
        Running found = running.get(name);
        if (found != null) {
            found.stop();
        }
    }

    /** The names of the loops that are running or stopping, sorted. */
    public synchronized Set<String> names() {
        return new TreeSet<>(running.keySet());
    }

    /** A loop and, after a defect, its successors. */
    private final class Running {
        private final String name;
        private final Subscription subscription;
        private final BatchHandler handler;
        private final Outage outage;
        private final Thread thread;
        private @Nullable BatchLoop loop;
        private boolean stopped;
        private int failures;

        Running(String name, Subscription subscription, BatchHandler handler) {
            this.name = name;
            this.subscription = subscription;
            this.handler = handler;
            this.outage = new Outage(name + ".defect", health);
            this.thread = new Thread(() -> supervisor.supervise(name, this::run), name);
        }

        private void run() {
            try {
                while (runOnce()) {
                    awaitRestart(RESTARTS.backoff(failures));
                }
            } finally {
                synchronized (LoopGroup.this) {
                    running.remove(name);
                }
            }
        }

        /** Returns whether the loop has failed and is to be started again. */
        private boolean runOnce() {
            String client = instance + "." + name;
            Consumer<byte[], byte[]> consumer =
                    clients.groupConsumer(client, subscription.group(), subscription.maxRecords());
            try (KafkaClientMetrics clientMetrics = new KafkaClientMetrics(consumer);
                    MeteredProducers producers =
                            new MeteredProducers(() -> clients.producer(MeteredProducers.clientId(client)), metrics)) {
                clientMetrics.bindTo(metrics);
                BatchLoop created = new BatchLoop(
                        name,
                        subscription,
                        consumer,
                        new OffsetPublisher(producers.get()),
                        new Recovering(handler, this::recovered),
                        quarantines.apply(subscription.stage()),
                        metrics,
                        health,
                        clients.sessionTimeout());
                begin(created);
                created.run();
                return false;
            } catch (RuntimeException e) {
                if (isStopped()) {
                    LOGGER.atDebug().addKeyValue("loop", name).setCause(e).log("failed while it was being stopped");
                    return false;
                }
                failures++;
                LOGGER.atError()
                        .addKeyValue("loop", name)
                        .addKeyValue("failures", failures)
                        .setCause(e)
                        .log("a defect ended loop {}; nothing was committed, it is started again", name);
                outage.begin(e);
                return true;
            } finally {
                removeMeters(name);
                health.recovered(name);
                health.recovered(BatchLoop.publishPart(name));
            }
        }

        private void recovered() {
            failures = 0;
            outage.end();
        }

        private synchronized void begin(BatchLoop created) {
            loop = created;
            if (stopped) {
                created.close();
            }
        }

        private synchronized boolean isStopped() {
            return stopped;
        }

        private synchronized void awaitRestart(Duration pause) {
            long end = System.nanoTime() + pause.toNanos();
            try {
                for (long left = pause.toNanos(); !stopped && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
        }

        private synchronized void stop() {
            stopped = true;
            outage.clear();
            notifyAll();
            if (loop != null) {
                loop.close();
            }
        }
    }

    /** Tells when a batch was handled. */
    private record Recovering(BatchHandler handler, Runnable handled) implements BatchHandler {
        @Override
        public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
            return handle(records, Ownership.SOLE);
        }

        @Override
        public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records, Ownership ownership)
                throws InterruptedException {
            BatchResult result = handler.handle(records, ownership);
            handled.run();
            return result;
        }
    }

    private void removeMeters(String name) {
        for (Meter meter : metrics.getMeters()) {
            if (name.equals(meter.getId().getTag("loop"))) {
                metrics.remove(meter);
            }
        }
    }

    /** Stops all loops and waits for them, at most about 20 seconds; none starts afterwards. */
    @Override
    public void close() {
        List<Running> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(running.values());
        }
        last.forEach(Running::stop);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        last.forEach(each -> Platform.await(each.thread, deadline));
    }
}
