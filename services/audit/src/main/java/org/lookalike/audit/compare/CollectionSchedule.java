package org.lookalike.audit.compare;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.audit.task.StageProgress;

/** When which part of a collection is compared. Used by one thread. */
final class CollectionSchedule {
    /** A whole comparison that is asked for by a count that stays short takes at most so much of the time. */
    private static final int TIMES_ITS_DURATION = 10;

    private final long made = System.nanoTime();
    private @Nullable WholeComparison running;
    /** The comparison that goes through the collection all the time, a slice at each step. */
    private @Nullable WholeComparison rotation;

    private long passes;
    private Map<Integer, Long> settled = Map.of();
    private long endedAt;
    private long took;
    private long notBefore;

    /** The comparison of the whole collection at once that is under way, if there is one. */
    @Nullable
    WholeComparison running() {
        return running;
    }

    /** Begins to compare the whole collection at once. */
    void begin(StageProgress progress, Map<Integer, Long> settledOffsets, long rows, int sliceRows) {
        running = new WholeComparison(++passes, progress, rows, sliceRows);
        rotation = null;
        settled = Map.copyOf(settledOffsets);
    }

    /** It is done. */
    void end() {
        if (running != null) {
            took = running.elapsed();
            running = null;
        }
        endedAt = now();
    }

    /** The collection is gone or cannot be read. */
    void abandon() {
        running = null;
        rotation = null;
    }

    /** The comparison to take one more slice of. */
    WholeComparison rotation(StageProgress progress, long rows, int sliceRows) {
        if (rotation == null || rotation.isDone()) {
            rotation = new WholeComparison(++passes, progress, rows, sliceRows);
        }
        return rotation;
    }

    /** Whether there has been a comparison. */
    boolean hasBegun() {
        return passes > 0;
    }

    /** Whether a whole comparison would find something else than the last, or is old. */
    boolean isOutdated(Map<Integer, Long> settledOffsets, Duration maxAge) {
        return passes == 0 || !settled.equals(settledOffsets) || now() - endedAt >= maxAge.toNanos();
    }

    /** Whether the last whole comparison was long enough ago for one more of the same. */
    boolean mayRepeat(Duration pause) {
        return passes == 0 || now() - endedAt >= Math.max(took * TIMES_ITS_DURATION, pause.toNanos());
    }

    void pause(Duration pause) {
        notBefore = now() + pause.toNanos();
    }

    boolean isPaused() {
        return now() < notBefore;
    }

    private long now() {
        return System.nanoTime() - made;
    }
}
