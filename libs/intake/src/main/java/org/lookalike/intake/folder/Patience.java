package org.lookalike.intake.folder;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.lookalike.platform.failure.TransientFailure;

/** Tries again after growing pauses for as long as an outage lasts. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final IndexListener listener;

    Patience(IndexListener listener) {
        this.listener = listener;
    }

    /** What may meet an outage. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws InterruptedException;
    }

    <T> T with(Attempt<T> attempt) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (boolean first = true; ; first = false) {
            try {
                T result = attempt.make();
                if (!first) {
                    listener.resumed();
                }
                return result;
            } catch (TransientFailure e) {
                if (first) {
                    listener.waiting(String.valueOf(e.getMessage()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
        }
    }
}
