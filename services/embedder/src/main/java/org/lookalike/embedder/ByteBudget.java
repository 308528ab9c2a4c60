package org.lookalike.embedder;

import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes held at once. An image larger than the whole budget takes all of it, and so is alone. Thread-safe.
 */
final class ByteBudget {
    private static final int UNIT_BYTES = 1024;

    private final int units;
    private final Semaphore free;

    ByteBudget(long bytes) {
        this.units = Math.toIntExact(Math.max(1, bytes / UNIT_BYTES));
        // Fair, so that a large image is not overtaken for ever.
        this.free = new Semaphore(units, true);
    }

    /** Waits until so many bytes are free. @return what to give back */
    int take(long bytes) throws InterruptedException {
        // Rounded up without adding, since an event may announce any size at all.
        long wholeUnits = bytes / UNIT_BYTES + (bytes % UNIT_BYTES > 0 ? 1 : 0);
        int wanted = (int) Math.min(units, Math.max(1, wholeUnits));
        free.acquire(wanted);
        return wanted;
    }

    void give(int taken) {
        free.release(taken);
    }

    /** Bytes taken now. */
    double taken() {
        return (double) (units - free.availablePermits()) * UNIT_BYTES;
    }
}
