package org.lookalike.bench.generation;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.lookalike.bench.latency.Latencies;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorStore;

/** Searches at a fixed rate. A search that has to wait for the previous one is measured from when it was due (no coordinated omission). */
final class StoreSearchLoad implements AutoCloseable {
    private static final int HITS = 10;
    private static final int AT_ONCE = 4;

    private final VectorStore store;
    private final String collection;
    private final int dimensions;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(AT_ONCE);
    private final ConcurrentLinkedQueue<Double> milliseconds = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failed = new AtomicInteger();

    StoreSearchLoad(VectorStore store, String collection, int dimensions, int perSecond) {
        this.store = store;
        this.collection = collection;
        this.dimensions = dimensions;
        long start = System.nanoTime();
        for (int lane = 0; lane < AT_ONCE; lane++) {
            long period = TimeUnit.SECONDS.toNanos(AT_ONCE) / perSecond;
            Lane searches = new Lane(new Random(lane), start + lane * period / AT_ONCE, period);
            var unused =
                    clock.scheduleAtFixedRate(searches::search, lane * period / AT_ONCE, period, TimeUnit.NANOSECONDS);
        }
    }

    /** Discards what was measured. */
    void forget() {
        milliseconds.clear();
    }

    /** Latencies since the last call, of at least one search. */
    Latencies take() {
        List<Double> taken = List.copyOf(milliseconds);
        milliseconds.removeAll(taken);
        return Latencies.of(taken);
    }

    /** How many searches failed. */
    int failed() {
        return failed.get();
    }

    private final class Lane {
        private final Random random;
        private final long period;
        private long due;

        Lane(Random random, long due, long period) {
            this.random = random;
            this.due = due;
            this.period = period;
        }

        void search() {
            float[] vector = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            try {
                store.search(collection, List.of(vector), SearchOptions.top(HITS));
            } catch (TransientFailure e) {
                failed.incrementAndGet();
            }
            milliseconds.add((System.nanoTime() - due) / 1e6);
            due += period;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
