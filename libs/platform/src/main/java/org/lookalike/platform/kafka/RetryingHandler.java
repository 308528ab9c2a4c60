package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits an outage out: calls the handler again after growing pauses for as long as it takes. One line in the log when
 * the outage begins and one when it ends, however long it lasts. Used by one
 * thread, except for {@link #waiting}.
 */
final class RetryingHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(RetryingHandler.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Health health;
    private final Counter retries;
    private volatile boolean waiting;

    RetryingHandler(String name, MeterRegistry metrics, Health health) {
        this.name = name;
        this.health = health;
        this.retries = Counter.builder("lookalike.retries")
                .description("Batches tried again because something outside was unwell")
                .tag("loop", name)
                .register(metrics);
    }

    /** Whether an outage is being waited out, so that there is no point in waiting for the batch to end. */
    boolean waiting() {
        return waiting;
    }

    BatchResult handle(BatchHandler handler, List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        try {
            return handleUntilDone(handler, batch);
        } finally {
            // Also when the batch was taken away in the middle of an outage: the next one finds out by itself.
            if (waiting) {
                waiting = false;
                health.recovered(name);
            }
        }
    }

    private BatchResult handleUntilDone(BatchHandler handler, List<ConsumerRecord<byte[], byte[]>> batch)
            throws InterruptedException {
        long started = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                BatchResult result = handler.handle(batch);
                if (attempt > 1) {
                    LOGGER.atInfo()
                            .addKeyValue("loop", name)
                            .addKeyValue("attempts", attempt)
                            .addKeyValue("seconds", (System.nanoTime() - started) / 1_000_000_000L)
                            .log("outage over");
                }
                return result;
            } catch (TransientFailure e) {
                retries.increment();
                if (attempt == 1) {
                    waiting = true;
                    health.degraded(name, String.valueOf(e.getMessage()));
                    LOGGER.atWarn()
                            .addKeyValue("loop", name)
                            .addKeyValue("records", batch.size())
                            .addKeyValue("cause", rootMessage(e))
                            .log("outage, retrying: {}", e.getMessage());
                }
            }
            // Jitter, so that instances that lost the same server do not come back at the same instant.
            TimeUnit.MILLISECONDS.sleep(
                    ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
            pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
        }
    }

    static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
