package org.lookalike.embedder;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work that several threads share for one caller, who waits for all of its parts. An outage or a defect in one part ends
 * the others, and the caller hears of it.
 */
final class SharedWork {
    private final CountDownLatch parts;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean cancelled;

    /** @param parts how many will be submitted */
    SharedWork(int parts) {
        this.parts = new CountDownLatch(parts);
    }

    /** A part of the work. */
    @FunctionalInterface
    interface Part {
        void run() throws InterruptedException;
    }

    /** Has a part done, unless the work was cancelled when its turn comes. */
    void submit(Executor threads, Part part) {
        try {
            threads.execute(() -> run(part));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody is going to count it down.
            cancelled = true;
            parts.countDown();
        }
    }

    private void run(Part part) {
        try {
            if (!cancelled) {
                part.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
        } catch (RuntimeException | Error e) {
            // An outage or a defect, memory that ran out among them: nothing of this work counts, so the rest need not
            // be tried. The caller must hear of it, else the images would be gone without a word.
            failure.compareAndSet(null, e);
            cancelled = true;
        } finally {
            parts.countDown();
        }
    }

    /** Whether parts that look may end early: nothing of this work counts any more. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Lets the parts that have not begun pass, without waiting for the others. */
    void giveUp() {
        cancelled = true;
    }

    /**
     * Waits for every part.
     *
     * @throws RuntimeException what a part threw, or an Error
     * @throws InterruptedException if the caller is interrupted, after the last part has ended, or the work was given up
     */
    void await() throws InterruptedException {
        try {
            parts.await();
        } catch (InterruptedException e) {
            cancel();
            throw e;
        }
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (cancelled) {
            throw new InterruptedException("closed while embedding");
        }
    }

    /** Stops what has not begun and waits for what has, interrupted or not: the parts write to shared buffers. */
    void cancel() {
        cancelled = true;
        boolean interrupted = false;
        while (parts.getCount() > 0) {
            try {
                parts.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
