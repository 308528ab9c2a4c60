package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The metrics of one loop. Thread-safe. */
final class LoopMeters {
    private final MeterRegistry metrics;
    private final String loop;
    private final Timer batches;
    private final Counter records;

    LoopMeters(MeterRegistry metrics, String loop) {
        this.metrics = metrics;
        this.loop = loop;
        this.batches = Timer.builder("lookalike.batch")
                .description("Handling one batch of records, retries included")
                .tag("loop", loop)
                .register(metrics);
        this.records = Counter.builder("lookalike.records")
                .description("Records handled and committed")
                .tag("loop", loop)
                .register(metrics);
    }

    /**
     * Has the loop's state measured, for as long as the loop is reachable.
     *
     * @param batchAge seconds since when the oldest batch is in work
     * @param recordAge seconds since the oldest record in work was published
     */
    <L> void observe(L state, Backlog backlog, ToDoubleFunction<L> batchAge, ToDoubleFunction<L> recordAge) {
        Gauge.builder("lookalike.read.ahead", backlog, Backlog::size)
                .description("Records read and not in work yet")
                .tag("loop", loop)
                .register(metrics);
        TimeGauge.builder("lookalike.batch.age", state, TimeUnit.SECONDS, batchAge)
                .description("Since when the oldest batch is in work, or the handler's present call; 0 without one")
                .tag("loop", loop)
                .register(metrics);
        TimeGauge.builder("lookalike.batch.record.age", state, TimeUnit.SECONDS, recordAge)
                .description("How long ago the oldest record in work was published; 0 without one")
                .tag("loop", loop)
                .register(metrics);
    }

    /** Work on one batch, timed. */
    <T> Callable<T> timed(Callable<T> work) {
        return () -> batches.recordCallable(work);
    }

    void committed(int count) {
        records.increment(count);
    }
}
