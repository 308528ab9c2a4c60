package org.lookalike.audit.transaction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.HangingTransactions;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aborts hanging transactions again and again, and counts them. {@link #run} belongs to one thread. */
public final class TransactionMonitor implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionMonitor.class);

    private final Supplier<Set<String>> topics;
    private final HangingTransactions hanging;
    private final Duration interval;
    private final Counter aborted;
    private final Outage outage = Outage.logged("audit.transactions");

    /**
     * A monitor that has found nothing yet.
     *
     * @param topics those of this system at the moment
     * @param interval between two searches
     */
    public TransactionMonitor(
            Supplier<Set<String>> topics, HangingTransactions hanging, Duration interval, MeterRegistry metrics) {
        this.topics = topics;
        this.hanging = hanging;
        this.interval = interval;
        this.aborted = Counter.builder("lookalike.transactions.hanging")
                .description("Transactions that a broker had left open for ever, and that were aborted")
                .register(metrics);
    }

    @Override
    public void run() {
        try {
            while (true) {
                try {
                    aborted.increment(hanging.abort(topics.get()));
                    outage.end();
                } catch (TransientFailure failure) {
                    outage.begin(failure);
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    outage.begin(new TransientFailure("the broker does not answer", e));
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            LOGGER.debug("interrupted to close");
        }
    }
}
