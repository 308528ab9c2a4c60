package org.lookalike.imaging.decode;

import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes held at once. An image larger than the whole budget takes all of it, and is processed alone. Thread-safe.
 */
public final class ByteBudget {
    private static final int UNIT_BYTES = 1024;

    private final int units;
    private final Semaphore free;

    /** @param bytes how many may be held at once */
    public ByteBudget(long bytes) {
        this.units = Math.toIntExact(Math.max(1, bytes / UNIT_BYTES));
        // Fair, so that a large image is not overtaken forever.
        this.free = new Semaphore(units, true);
    }

    /**
     * Waits until the bytes are free.
     *
     * @return the units to release
     */
    public int acquire(long bytes) throws InterruptedException {
        // Rounded up without adding: an event may announce any size.
        long wholeUnits = bytes / UNIT_BYTES + (bytes % UNIT_BYTES > 0 ? 1 : 0);
        int wanted = (int) Math.min(units, Math.max(1, wholeUnits));
        free.acquire(wanted);
        return wanted;
    }

    /** Frees what {@link #acquire} returned. */
    public void release(int acquired) {
        free.release(acquired);
    }

    /** The bytes held now. */
    public double held() {
        return (double) (units - free.availablePermits()) * UNIT_BYTES;
    }
}
