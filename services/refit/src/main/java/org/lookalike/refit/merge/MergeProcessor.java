package org.lookalike.refit.merge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.SampleMessage;
import org.lookalike.refit.sample.SampleStore;
import org.lookalike.refit.sample.WindowConfig;
import org.lookalike.spaces.Spaces;

/** The merging of samples as a part of the topology; what it does is told by {@link WindowFits}. */
public final class MergeProcessor extends ContextualProcessor<String, SampleMessage, byte[], OutputRecord> {
    private static final String ROWS = "merged-samples";
    private static final String PENDING = "pending-windows";
    private static final String FINISHED = "finished-windows";
    private static final String MEMBERS = "space-members";
    private static final Duration TICK = Duration.ofMillis(500);

    private final WindowConfig windows;
    private final SampleConfig samples;
    private final int partitions;
    private final Supplier<Spaces> spaces;
    private final BooleanSupplier learning;
    private final FitExecutor jobs;
    private final FitRecords publications;
    private final RefitMetrics metrics;
    private @Nullable WindowFits merged;

    /**
     * @param partitions how many partitions tell their samples
     * @param learning whether there are labels enough for spaces that learn from them
     */
    public MergeProcessor(
            WindowConfig windows,
            SampleConfig samples,
            int partitions,
            Supplier<Spaces> spaces,
            BooleanSupplier learning,
            FitExecutor jobs,
            FitRecords publications,
            RefitMetrics metrics) {
        this.windows = windows;
        this.samples = samples;
        this.partitions = partitions;
        this.spaces = spaces;
        this.learning = learning;
        this.jobs = jobs;
        this.publications = publications;
        this.metrics = metrics;
    }

    /** The stores that it works on. */
    public static Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ROWS), Serdes.Bytes(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(PENDING), Serdes.String(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(FINISHED), Serdes.String(), Serdes.Long()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(MEMBERS), Serdes.String(), Serdes.ByteArray()));
    }

    @Override
    public void init(ProcessorContext<byte[], OutputRecord> context) {
        super.init(context);
        SampleStore.Capacity capacity = new SampleStore.Capacity(samples.windowSize(), samples.longTermSize());
        merged = new WindowFits(
                windows,
                samples,
                partitions,
                SampleStore.open(context.getStateStore(ROWS), capacity),
                context.getStateStore(PENDING),
                context.getStateStore(FINISHED),
                new AssignmentStore(context.getStateStore(MEMBERS)),
                spaces,
                learning,
                jobs,
                metrics);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, SampleMessage> record) {
        requireNonNull(merged).take(record.key(), record.value(), context().currentSystemTimeMs());
    }

    private void tick(long wallClock) {
        requireNonNull(merged)
                .tick(
                        wallClock,
                        result -> publications
                                .of(result)
                                .forEach(publication -> context()
                                        .forward(new Record<>(publication.key(), publication.outgoing(), wallClock))));
    }

    @Override
    public void close() {
        if (merged != null) {
            merged.close();
        }
    }
}
