package org.lookalike.platform.failure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs operations under a retry policy: a {@link TransientFailure} is retried, anything else is not. Thread-safe. */
public final class Retrier implements AutoCloseable {
    private final RetryPolicy policy;
    private final RetryListener listener;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Retrier(RetryPolicy policy, RetryListener listener) {
        this.policy = policy;
        this.listener = listener;
    }

    /** Something that may fail for a while. */
    @FunctionalInterface
    public interface Operation<T> {
        T call() throws InterruptedException;
    }

    /**
     * The result of the first attempt that succeeds.
     *
     * @throws TransientFailure the last one, if the policy allows no more attempts or this was closed meanwhile
     * @throws InterruptedException if the thread is interrupted in the operation or while it waits
     */
    public <T> T call(Operation<T> operation) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = operation.call();
                if (attempt > 1) {
                    listener.onRecovery();
                }
                return result;
            } catch (TransientFailure e) {
                listener.onFailure(attempt, e);
                if (attempt >= policy.maxAttempts()
                        || closed.await(policy.backoff(attempt).toMillis(), TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    /** As {@link #call}, where no checked exception may be thrown: an interrupt is a {@link TransientFailure}. */
    public <T> T get(Supplier<T> operation) {
        try {
            return call(operation::get);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while retrying", e);
        }
    }

    /** Ends all waiting: what is being retried fails with its last failure. */
    @Override
    public void close() {
        closed.countDown();
    }
}
