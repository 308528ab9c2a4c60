package org.lookalike.platform.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Makes producers that replace each other, and registers the metrics of the present one. For one thread, except for closing. */
final class MeteredProducers implements Supplier<Producer<byte[], byte[]>>, AutoCloseable {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final MeterRegistry metrics;
    private @Nullable KafkaClientMetrics present;

    MeteredProducers(Supplier<Producer<byte[], byte[]>> producers, MeterRegistry metrics) {
        this.producers = producers;
        this.metrics = metrics;
    }

    /** A producer's client id beside that of a consumer: some of their metrics have the same names. */
    static String clientId(String consumer) {
        return consumer + ".producer";
    }

    @Override
    public synchronized Producer<byte[], byte[]> get() {
        // Before the next one is made: it has the same client id and thus the same metrics.
        close();
        Producer<byte[], byte[]> producer = producers.get();
        KafkaClientMetrics binder = new KafkaClientMetrics(producer);
        binder.bindTo(metrics);
        present = binder;
        return producer;
    }

    /** Removes the metrics; the producers are their users' to close. */
    @Override
    public synchronized void close() {
        KafkaClientMetrics last = present;
        present = null;
        if (last != null) {
            last.close();
        }
    }
}
