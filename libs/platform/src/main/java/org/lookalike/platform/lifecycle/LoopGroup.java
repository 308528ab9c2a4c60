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
 * Loops that begin and end while the service runs. One that has ended leaves neither metrics nor health behind; one that
 * fails by a defect ends the service, as any running part does. Thread-safe.
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

    /** Runs a part of the service and sees to it that its failure is the service's. */
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
     * Begins to consume a topic in a group from the earliest offset that is not committed, committing offsets after the
     * outputs are acknowledged. Does nothing if a loop of that name runs or is just ending, or if the service is.
     *
     * @param name of the loop in logs, metrics and health; unique within the process
     */
    public synchronized void begin(String name, Subscription subscription, BatchHandler handler) {
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
                health);
        Thread thread = new Thread(() -> run(name, loop, clientMetrics), name);
        running.put(name, new Running(loop, thread));
        thread.start();
    }

    /** Asks a loop to finish its batch and leave its group; returns at once. An unknown name is no error. */
    public synchronized void end(String name) {
        Running found = running.get(name);
        if (found != null) {
            found.loop().close();
        }
    }

    /** The names of the loops that run or are just ending, in their order. */
    public synchronized Set<String> names() {
        return new TreeSet<>(running.keySet());
    }

    private void run(String name, BatchLoop loop, KafkaClientMetrics clientMetrics) {
        try {
            supervisor.supervise(name, () -> {
                loop.run();
                // Not after a defect: that one must stay to be seen.
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

    /** Ends all loops and waits for them, about 20 seconds at most; none begins afterwards. */
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
