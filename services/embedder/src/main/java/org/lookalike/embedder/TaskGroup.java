package org.lookalike.embedder;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that several threads run for one caller, who waits for all of them. The first failure cancels the other tasks and
 * is rethrown to the caller.
 */
final class TaskGroup {
    private final CountDownLatch pending;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean cancelled;

    /** @param size how many tasks will be submitted */
    TaskGroup(int size) {
        this.pending = new CountDownLatch(size);
    }

    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    /** Runs a task on one of the threads, unless the group was cancelled before the task starts. */
    void submit(Executor threads, Task task) {
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            // Shut down meanwhile: the task will never run.
            cancelled = true;
            pending.countDown();
        }
    }

    private void run(Task task) {
        try {
            if (!cancelled) {
                task.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
        } catch (RuntimeException | Error e) {
            // Errors, too: the caller must learn of every failure, or images would be lost silently.
            failure.compareAndSet(null, e);
            cancelled = true;
        } finally {
            pending.countDown();
        }
    }

    /** Whether the group was cancelled, so that running tasks may return early. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Keeps tasks from starting; does not wait for those that run. */
    void cancel() {
        cancelled = true;
    }

    /**
     * Waits for all tasks.
     *
     * @throws RuntimeException what a task threw, or an Error
     * @throws InterruptedException if the caller is interrupted, once the last running task has returned, or if the group
     *     was cancelled
     */
    void await() throws InterruptedException {
        try {
            pending.await();
        } catch (InterruptedException e) {
            cancelAndAwait();
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

    /** Cancels the group and waits for running tasks, interrupted or not: they write to shared buffers. */
    void cancelAndAwait() {
        cancelled = true;
        boolean interrupted = false;
        while (pending.getCount() > 0) {
            try {
                pending.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
