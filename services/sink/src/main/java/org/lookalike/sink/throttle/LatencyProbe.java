package org.lookalike.sink.throttle;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorStore;

/**
 * Searches the active space now and then, to measure whether users' searches suffer from a backfill: every second during
 * one, and every ten seconds otherwise.
 */
public final class LatencyProbe implements Runnable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Intervals between two searches while there is no backfill. */
    private static final int IDLE_INTERVALS = 10;

    private static final int HITS = 10;

    private final VectorStore store;
    private final Supplier<Spaces> spaces;
    private final BackfillThrottle throttle;
    private final Random random = new Random(1);

    public LatencyProbe(VectorStore store, Supplier<Spaces> spaces, BackfillThrottle throttle) {
        this.store = store;
        this.spaces = spaces;
        this.throttle = throttle;
    }

    /** Works until interrupted. */
    @Override
    public void run() {
        try {
            for (int interval = 0; ; interval++) {
                TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
                Spaces current = spaces.get();
                boolean backfilling = current.alive().stream()
                        .anyMatch(space -> current.generation(space.id()).state() != State.READY);
                if (backfilling || interval % IDLE_INTERVALS == 0) {
                    current.active().ifPresent(this::search);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void search(Space space) {
        float[] vector = new float[space.dimensions()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        long start = System.nanoTime();
        try {
            store.search(space.collection(), List.of(vector), SearchOptions.top(HITS));
            throttle.observeSearch(System.nanoTime() - start);
        } catch (TransientFailure | PermanentFailure e) {
            // Out of reach, or no image yet: the space's own loop reports it.
            return;
        }
    }
}
