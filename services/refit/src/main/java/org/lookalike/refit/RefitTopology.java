package org.lookalike.refit;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.refit.alert.AlertProcessor;
import org.lookalike.refit.alert.DetectorCache;
import org.lookalike.refit.alert.PlacementProcessor;
import org.lookalike.refit.merge.FitExecutor;
import org.lookalike.refit.merge.FitRecords;
import org.lookalike.refit.merge.MergeProcessor;
import org.lookalike.refit.merge.OutputRecord;
import org.lookalike.refit.merge.RefitMetrics;
import org.lookalike.refit.sample.SampleMessageSerde;
import org.lookalike.refit.sample.Sampler;
import org.lookalike.refit.sample.VectorReader;
import org.lookalike.refit.sample.VectorUpdate;
import org.lookalike.spaces.Spaces;

/**
 * How vectors become spaces and alarms.
 *
 * <pre>
 *   vectors ─ read ┬─ sample ──(samples, by encoder)── merge ──▶ spaces, refits, clusters, alerts
 *                  └─ observe ─(observations, by source)─ watch ──▶ alerts
 * </pre>
 *
 * <p>Every node and store has a name, for the names of internal topics come from them: a later version finds its state.
 */
final class RefitTopology {
    /** There are as many streams of vectors as encoders in use: one, or two while one is being replaced. */
    private static final int MERGING_TASKS = 2;

    private final RefitConfig config;
    private final AvroCodec codec;
    private final Supplier<Spaces> spaces;
    private final BooleanSupplier learning;
    private final FitExecutor jobs;
    private final Retrier retrier;
    private final FitRecords publications;
    private final RefitMetrics refitMetrics;
    private final MeterRegistry metrics;

    /**
     * @param spaces what is known of spaces; may throw TransientFailure before anything is
     * @param learning whether there are labels enough for spaces that learn from them
     * @param jobs runs the fits
     * @param retrier outlasts outages of the registry
     * @param publications makes records of what came of a fit
     */
    RefitTopology(
            RefitConfig config,
            AvroCodec codec,
            Supplier<Spaces> spaces,
            BooleanSupplier learning,
            FitExecutor jobs,
            Retrier retrier,
            FitRecords publications,
            RefitMetrics refitMetrics,
            MeterRegistry metrics) {
        this.config = config;
        this.codec = codec;
        this.spaces = spaces;
        this.learning = learning;
        this.jobs = jobs;
        this.retrier = retrier;
        this.publications = publications;
        this.refitMetrics = refitMetrics;
        this.metrics = metrics;
    }

    /** @param partitions the largest number of partitions that one of the topics of vectors has */
    Topology build(int partitions) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, VectorUpdate> arrivals = builder.stream(
                        config.topics(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("vectors"))
                .process(
                        () -> new VectorReader(codec, retrier, config.samples().labelAttribute(), metrics),
                        Named.as("read"));
        arrivals.process(
                        supplier(() -> new Sampler(config.windows(), config.samples(), metrics), Sampler.stores()),
                        Named.as("sample"))
                .repartition(Repartitioned.with(Serdes.String(), SampleMessageSerde.create())
                        .withName("samples")
                        .withNumberOfPartitions(MERGING_TASKS))
                .process(
                        supplier(
                                () -> new MergeProcessor(
                                        config.windows(),
                                        config.samples(),
                                        partitions,
                                        spaces,
                                        learning,
                                        jobs,
                                        publications,
                                        refitMetrics),
                                MergeProcessor.stores()),
                        Named.as("merge"))
                .to((key, outgoing, context) -> outgoing.topic(), published("publish-refits"));
        DetectorCache detectors = new DetectorCache(config.alarms().mostSources());
        arrivals.process(() -> new PlacementProcessor(spaces, retrier, config.alarms()), Named.as("observe"))
                .repartition(Repartitioned.with(Serdes.String(), AlertProcessor.observations())
                        .withName("observations"))
                .process(
                        supplier(
                                () -> new AlertProcessor(config.alarms(), detectors, codec, metrics),
                                AlertProcessor.stores()),
                        Named.as("watch"))
                .to((key, outgoing, context) -> outgoing.topic(), published("publish-alarms"));
        return builder.build();
    }

    private static Produced<byte[], OutputRecord> published(String name) {
        return Produced.with(Serdes.ByteArray(), OutputRecord.serde()).withName(name);
    }

    private static <K, V, L, W> ProcessorSupplier<K, V, L, W> supplier(
            Supplier<Processor<K, V, L, W>> processors, Set<StoreBuilder<?>> stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<K, V, L, W> get() {
                return processors.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return stores;
            }
        };
    }
}
