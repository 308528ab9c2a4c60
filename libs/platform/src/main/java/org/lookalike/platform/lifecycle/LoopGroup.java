package org.lookalike.platform.lifecycle;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.lookalike.events.Stage;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchLoop;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.OffsetPublisher;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.operations.Health;

/**
 * Loops that start and stop while the service runs. A loop that was stopped leaves neither metrics nor health behind; one
 * that fails by a defect ends the service, as any running part does. Thread-safe.
 */
public final class LoopGroup implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

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

    private record Running(BatchLoop loop, Thread thread) {}

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
        String client = instance + "." + name;
        Consumer<byte[], byte[]> consumer =
                clients.groupConsumer(client, subscription.group(), subscription.maxRecords());
        KafkaClientMetrics clientMetrics = new KafkaClientMetrics(consumer);
        clientMetrics.bindTo(metrics);
        BatchLoop loop = new BatchLoop(
                name,
                subscription,
                consumer,
                new OffsetPublisher(clients.producer(client)),
                handler,
                quarantines.apply(subscription.stage()),
                metrics,
                health,
                clients.sessionTimeout());
        Thread thread = new Thread(() -> run(name, loop, clientMetrics), name);
        running.put(name, new Running(loop, thread));
        thread.start();
    }

    /** Asks a loop to finish its batch and leave its group; returns at once. An unknown name is no error. */
    public synchronized void stop(String name) {
        Running found = running.get(name);
        if (found != null) {
            found.loop().close();
        }
    }

    /** The names of the loops that are running or stopping, sorted. */
    public synchronized Set<String> names() {
        return new TreeSet<>(running.keySet());
    }

    private void run(String name, BatchLoop loop, KafkaClientMetrics clientMetrics) {
        try {
            supervisor.supervise(name, () -> {
                loop.run();
                // Not after a defect, which must remain visible.
                health.recovered(name);
                health.recovered(BatchLoop.publishPart(name));
            });
        } finally {
            clientMetrics.close();
            removeMeters(name);
            synchronized (this) {
                running.remove(name);
            }
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
        last.forEach(each -> each.loop().close());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        last.forEach(each -> Platform.await(each.thread(), deadline));
    }
}
