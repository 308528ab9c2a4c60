package org.lookalike.sink.pace;

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
 * Asks the store now and then what a user of the service would ask, to know whether searches suffer from what is being
 * built: a search of the active space, each second during a build and seldom otherwise.
 */
public final class StoreProbe implements Runnable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Without a build, so many pauses between two searches. */
    private static final int QUIET = 10;

    private static final int HITS = 10;

    private final VectorStore store;
    private final Supplier<Spaces> spaces;
    private final BuildPace pace;
    private final Random random = new Random(1);

    public StoreProbe(VectorStore store, Supplier<Spaces> spaces, BuildPace pace) {
        this.store = store;
        this.spaces = spaces;
        this.pace = pace;
    }

    /** Works until interrupted. */
    @Override
    public void run() {
        try {
            for (int pauses = 0; ; pauses++) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                Spaces known = spaces.get();
                boolean building = known.alive().stream()
                        .anyMatch(space -> known.generation(space.id()).state() != State.READY);
                if (building || pauses % QUIET == 0) {
                    known.active().ifPresent(this::search);
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
            pace.searched(System.nanoTime() - start);
        } catch (TransientFailure | PermanentFailure e) {
            // Out of reach, or no image yet: whoever depends on it says so.
            return;
        }
    }
}
