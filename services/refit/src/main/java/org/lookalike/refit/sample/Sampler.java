package org.lookalike.refit.sample;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The samples of one partition as a part of the topology; what it does is told by {@link PartitionSamples}. */
public final class Sampler extends ContextualProcessor<String, VectorUpdate, String, SampleMessage> {
    private static final String SAMPLES = "window-samples";
    private static final String CLOSED = "closed-windows";
    private static final Duration SLOWEST_TICK = Duration.ofSeconds(1);

    private final WindowConfig windows;
    private final SampleConfig config;
    private final MeterRegistry metrics;
    private @Nullable PartitionSamples samples;

    public Sampler(WindowConfig windows, SampleConfig config, MeterRegistry metrics) {
        this.windows = windows;
        this.config = config;
        this.metrics = metrics;
    }

    /** The stores that it works on. */
    public static Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SAMPLES), Serdes.Bytes(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(CLOSED), Serdes.String(), Serdes.Long()));
    }

    @Override
    public void init(ProcessorContext<String, SampleMessage> context) {
        super.init(context);
        SampleStore.Capacity capacity = new SampleStore.Capacity(config.windowSize(), config.longTermSize());
        samples = new PartitionSamples(
                windows,
                config,
                context.taskId().partition(),
                SampleStore.open(context.getStateStore(SAMPLES), capacity),
                context.getStateStore(CLOSED),
                (stream, message) ->
                        context.forward(new Record<>(stream, message, Math.max(0, context.currentStreamTimeMs()))),
                metrics);
        Duration tick = windows.quiet().compareTo(SLOWEST_TICK) < 0 ? windows.quiet() : SLOWEST_TICK;
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, requireNonNull(samples)::tick);
    }

    @Override
    public void process(Record<String, VectorUpdate> record) {
        requireNonNull(samples).take(record.value(), context().currentSystemTimeMs());
    }
}
