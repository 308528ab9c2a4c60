package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.Retrier;

/** Since when the present call of a handler has been running, and where it is. Thread-safe; one call at a time. */
final class CallTimer {
    private volatile @Nullable Call present;

    private static final class Call {
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private boolean reported;
    }

    <T> T time(Retrier.Operation<T> operation) throws InterruptedException {
        present = new Call();
        try {
            return operation.call();
        } finally {
            present = null;
        }
    }

    /** Zero without a call. */
    Duration running() {
        Call call = present;
        return call == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - call.since);
    }

    /** Where a call is that has exceeded the limit; once for each. For one thread. */
    Optional<Throwable> exceeded(Duration limit) {
        Call call = present;
        if (call == null || call.reported || System.nanoTime() - call.since < limit.toNanos()) {
            return Optional.empty();
        }
        call.reported = true;
        Throwable where = new Throwable("where it is");
        where.setStackTrace(call.thread.getStackTrace());
        return Optional.of(where);
    }
}
