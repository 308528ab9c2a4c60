package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;

/**
 * Calls a handler again for as long as an outage lasts, but not for ever if it is not known whether it is one. Used by one
 * thread, except for {@link #isRetrying} and the timer.
 */
final class RetryingHandler {
    private final OwnedHandler handler;
    private final Outage outage;
    private final Retrier retrier;
    private final CallTimer calls = new CallTimer();
    private final Duration limit;
    /** When the first of a row of failures came that are not known to be an outage; 0 for none. */
    private long unrecognizedSince;

    /** Processes a batch while it is its instance's. */
    @FunctionalInterface
    interface OwnedHandler {
        BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership) throws InterruptedException;
    }

    /** @param loop the name of the handler's loop in metrics, logs and health */
    RetryingHandler(OwnedHandler handler, String loop, MeterRegistry metrics, Health health) {
        this.handler = handler;
        this.outage = new Outage(loop, health);
        this.limit = health.limits().unrecognized();
        Counter retries = Counter.builder("lookalike.retries")
                .description("Batches retried because a dependency was unavailable")
                .tag("loop", loop)
                .register(metrics);
        this.retrier = new Retrier(RetryPolicy.forever(), new RetryListener() {
            @Override
            public void onFailure(int attempt, TransientFailure failure) {
                retries.increment();
                outage.begin(failure);
                requirePatience(failure);
            }

            @Override
            public void onRecovery() {
                outage.end();
            }
        });
    }

    private void requirePatience(TransientFailure failure) {
        if (!TransientFailure.isUnrecognized(failure)) {
            unrecognizedSince = 0;
            return;
        }
        long now = System.nanoTime();
        if (unrecognizedSince == 0) {
            unrecognizedSince = now;
        } else if (now - unrecognizedSince > limit.toNanos()) {
            throw new IllegalStateException(
                    "for more than %d s an answer came that is not known to be an outage, limit %d s"
                            .formatted((now - unrecognizedSince) / 1_000_000_000L, limit.toSeconds()),
                    failure);
        }
    }

    /** Times each call. */
    CallTimer calls() {
        return calls;
    }

    /** Whether the handler has failed and will be called again, so that there is no use in waiting for its result. */
    boolean isRetrying() {
        return outage.isOngoing();
    }

    BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership) throws InterruptedException {
        unrecognizedSince = 0;
        try {
            return retrier.call(() -> calls.time(() -> handler.handle(batch, ownership)));
        } finally {
            // The batch may have been taken away in the middle of an outage: the next one will find out.
            outage.clear();
        }
    }
}
