package org.lookalike.bench.searchrate;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.lookalike.bench.latency.Latencies;
import org.lookalike.bench.worker.BenchFailure;

/** Keeps a number of searches in flight: the next one begins when one ends. */
final class ClosedLoop {
    private ClosedLoop() {}

    /**
     * What came of it.
     *
     * @param perSecond searches that were answered, by the time until the last was
     * @param latencies theirs
     * @param failed searches that were not answered
     */
    record Turn(double perSecond, Latencies latencies, int failed) {}

    /**
     * Runs it.
     *
     * @param search begins the search of a number, from 0 on
     * @throws BenchFailure if none is answered
     */
    static Turn run(int inFlight, Duration duration, IntFunction<? extends CompletableFuture<?>> search)
            throws InterruptedException {
        Semaphore free = new Semaphore(inFlight);
        Queue<Double> milliseconds = new ConcurrentLinkedQueue<>();
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime();
        for (int number = 0; System.nanoTime() - start < duration.toNanos(); number++) {
            free.acquire();
            long begin = System.nanoTime();
            var unused = search.apply(number).whenComplete((answer, failure) -> {
                if (failure == null) {
                    milliseconds.add((System.nanoTime() - begin) / 1e6);
                } else {
                    failed.incrementAndGet();
                }
                free.release();
            });
        }
        free.acquire(inFlight);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (milliseconds.isEmpty()) {
            throw new BenchFailure("none of %d searches was answered".formatted(failed.get()));
        }
        return new Turn(milliseconds.size() / seconds, Latencies.of(milliseconds), failed.get());
    }
}
