package org.lookalike.refit.sample;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lookalike.platform.failure.TransientFailure;

/**
 * Outlasts short outages of the registry where a record is being worked on; longer ones go to Streams, which begins anew
 * at the last commit. Thread-safe.
 */
public final class Patience {
    private final int attempts;
    private final Duration pause;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param attempts how often to try, at least 1; with their pauses well below max.poll.interval.ms
     * @param pause how long to wait in between
     */
    public Patience(int attempts, Duration pause) {
        this.attempts = attempts;
        this.pause = pause;
    }

    /** The service ends: nothing waits any longer. */
    public void end() {
        ended.countDown();
    }

    /**
     * The result of some work.
     *
     * @throws TransientFailure the last one, if the outage lasts
     */
    public <T> T outlast(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (TransientFailure failure) {
                if (attempt >= attempts || interrupted()) {
                    throw failure;
                }
            }
        }
    }

    private boolean interrupted() {
        try {
            return ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
