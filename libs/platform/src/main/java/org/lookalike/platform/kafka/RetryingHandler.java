package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;

/**
 * Calls a handler again for as long as an outage lasts. Used by one thread, except for {@link #isRetrying}.
 */
final class RetryingHandler {
    private final OwnedHandler handler;
    private final Outage outage;
    private final Retrier retrier;

    /** Processes a batch while it is its instance's. */
    @FunctionalInterface
    interface OwnedHandler {
        BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership) throws InterruptedException;
    }

    /** @param loop the name of the handler's loop in metrics, logs and health */
    RetryingHandler(OwnedHandler handler, String loop, MeterRegistry metrics, Health health) {
        this.handler = handler;
        this.outage = new Outage(loop, health);
        Counter retries = Counter.builder("lookalike.retries")
                .description("Batches retried because a dependency was unavailable")
                .tag("loop", loop)
                .register(metrics);
        this.retrier = new Retrier(RetryPolicy.forever(), new RetryListener() {
            @Override
            public void onFailure(int attempt, TransientFailure failure) {
                retries.increment();
                outage.begin(failure);
            }

            @Override
            public void onRecovery() {
                outage.end();
            }
        });
    }

    /** Whether the handler has failed and will be called again, so that there is no use in waiting for its result. */
    boolean isRetrying() {
        return outage.isOngoing();
    }

    BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership) throws InterruptedException {
        try {
            return retrier.call(() -> handler.handle(batch, ownership));
        } finally {
            // The batch may have been taken away in the middle of an outage: the next one will find out.
            outage.clear();
        }
    }
}
