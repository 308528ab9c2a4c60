package org.lookalike.audit.compare;

import org.lookalike.audit.task.StageProgress;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.Buckets;

/** A comparison of a whole collection, slice by slice. Used by one thread. */
final class WholeComparison {
    private final long pass;
    private final StageProgress progress;
    private final int width;
    private final long began = System.nanoTime();
    private int next;

    /**
     * A comparison that begins with the first bucket.
     *
     * @param pass a number of its own
     * @param progress how far the groups had come before: so far everything is compared
     * @param rows how many the collection holds
     * @param sliceRows about how many of them to compare at once
     */
    WholeComparison(long pass, StageProgress progress, long rows, int sliceRows) {
        this.pass = pass;
        this.progress = progress;
        this.width = rows <= sliceRows ? Buckets.COUNT : (int) Math.max(1, (long) Buckets.COUNT * sliceRows / rows);
    }

    long pass() {
        return pass;
    }

    StageProgress progress() {
        return progress;
    }

    /** The buckets to compare now. */
    BucketRange slice() {
        return new BucketRange(next, Math.min(Buckets.COUNT, next + width));
    }

    /** The slice was handed over. */
    void advance() {
        next = slice().to();
    }

    boolean isDone() {
        return next == Buckets.COUNT;
    }

    /** Nanoseconds since it began. */
    long elapsed() {
        return System.nanoTime() - began;
    }
}
