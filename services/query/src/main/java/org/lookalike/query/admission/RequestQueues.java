package org.lookalike.query.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lookalike.query.request.Failure;

/**
 * The queues of all classes of cost with their threads: a class that is busy holds back no other, and within a class the
 * clients are served in turn. Thread-safe.
 */
public final class RequestQueues implements AutoCloseable {
    private static final long STOP_MS = TimeUnit.SECONDS.toMillis(2);

    private final Map<CostClass, FairQueue<Runnable>> queues = new EnumMap<>(CostClass.class);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts the threads.
     *
     * @param searchThreads how many plain searches are worked on at the same time
     */
    public RequestQueues(QueueLimits limits, int searchThreads, MeterRegistry metrics) {
        start(CostClass.SEARCH, limits, searchThreads, metrics);
        start(CostClass.FETCH, limits, limits.fetchThreads(), metrics);
        start(CostClass.ANALYSIS, limits, limits.analysisThreads(), metrics);
        start(CostClass.CLUSTER, limits, limits.clusterThreads(), metrics);
    }

    private void start(CostClass cost, QueueLimits limits, int workers, MeterRegistry metrics) {
        FairQueue<Runnable> queue = new FairQueue<>(limits, workers);
        queues.put(cost, queue);
        String name = cost.name().toLowerCase(Locale.ROOT);
        Gauge.builder("lookalike.requests.waiting", queue, FairQueue::size)
                .description("Requests that wait for a thread of their class of cost")
                .tag("class", name)
                .register(metrics);
        for (int i = 1; i <= workers; i++) {
            Thread thread = new Thread(() -> work(queue), "query-" + name + "-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private static void work(FairQueue<Runnable> queue) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                FairQueue.Taken<Runnable> taken = queue.take();
                try {
                    taken.item().run();
                } finally {
                    queue.done(taken.client());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Appends work.
     *
     * @param work must not throw
     * @param bytes how much memory it holds
     * @return TOO_MANY_REQUESTS or OVERLOADED where there is no room; empty once it waits
     */
    public Optional<Failure> offer(CostClass cost, String client, Runnable work, int bytes) {
        return Objects.requireNonNull(queues.get(cost)).offer(client, work, bytes);
    }

    /** Interrupts the threads and waits a moment for them; what waits is forgotten. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        long deadline = System.currentTimeMillis() + STOP_MS;
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, deadline - System.currentTimeMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
