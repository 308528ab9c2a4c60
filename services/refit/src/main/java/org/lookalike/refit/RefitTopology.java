package org.lookalike.refit;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
import org.lookalike.refit.merge.FitServices;
import org.lookalike.refit.merge.MergeConfig;
import org.lookalike.refit.merge.MergeProcessor;
import org.lookalike.refit.merge.OutputRecord;
import org.lookalike.refit.sample.DecodeProcessor;
import org.lookalike.refit.sample.LabelJoinProcessor;
import org.lookalike.refit.sample.LabelProcessor;
import org.lookalike.refit.sample.SampleMessage;
import org.lookalike.refit.sample.SampleMessageSerde;
import org.lookalike.refit.sample.SampleProcessor;
import org.lookalike.refit.sample.VectorDecoder;
import org.lookalike.refit.sample.VectorFetcher;
import org.lookalike.refit.sample.VectorUpdate;
import org.lookalike.schemas.Topics;

/**
 * How vectors and labels become spaces and alerts.
 *
 * <pre>
 *   labels ── decode-labels ──(image-labels, by image)──┐
 *                                                       ├─(samples, by encoder)── merge ──▶ spaces, refits, clusters, alerts
 *   vectors ─ read ┬─ sample ───────────────────────────┘
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
    private final FitServices fits;
    private final Retrier retrier;
    private final Function<VectorDecoder, VectorFetcher> fetchers;
    private final MeterRegistry metrics;

    /**
     * @param fits what the merging tasks share
     * @param retrier retries while the registry does not answer
     * @param fetchers makes what fetches single vectors
     */
    RefitTopology(
            RefitConfig config,
            AvroCodec codec,
            FitServices fits,
            Retrier retrier,
            Function<VectorDecoder, VectorFetcher> fetchers,
            MeterRegistry metrics) {
        this.config = config;
        this.codec = codec;
        this.fits = fits;
        this.retrier = retrier;
        this.fetchers = fetchers;
        this.metrics = metrics;
    }

    /** @param partitions how many partitions each topic of vectors has */
    Topology build(Map<String, Integer> partitions) {
        int maxPartitions = partitions.values().stream().reduce(1, Math::max);
        StreamsBuilder builder = new StreamsBuilder();
        List<StoreBuilder<?>> sampleStores = SampleProcessor.stores();
        sampleStores.forEach(builder::addStateStore);
        String[] sampleStoreNames =
                sampleStores.stream().map(StoreBuilder::name).toArray(String[]::new);
        VectorDecoder decoder =
                new VectorDecoder(codec, retrier, config.samples().labelAttribute());
        KStream<String, VectorUpdate> updates = builder.stream(
                        config.topics(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("vectors"))
                .process(() -> new DecodeProcessor(decoder, metrics), Named.as("read"));
        KStream<String, SampleMessage> labelled = builder.stream(
                        Topics.LABELS.name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("labels"))
                .process(() -> new LabelProcessor(codec, retrier), Named.as("decode-labels"))
                .repartition(Repartitioned.with(Serdes.String(), Serdes.String())
                        .withName("image-labels")
                        .withNumberOfPartitions(maxPartitions)
                        .withStreamPartitioner((topic, imageId, label, count) ->
                                Optional.of(LabelProcessor.partitions(imageId, partitions))))
                .process(
                        () -> new LabelJoinProcessor(config.topics(), () -> fetchers.apply(decoder)),
                        Named.as("join-labels"),
                        sampleStoreNames);
        updates.process(
                        () -> new SampleProcessor(config.windows(), config.samples(), metrics),
                        Named.as("sample"),
                        sampleStoreNames)
                .merge(labelled, Named.as("samples-and-labels"))
                .repartition(Repartitioned.with(Serdes.String(), SampleMessageSerde.create())
                        .withName("samples")
                        .withNumberOfPartitions(MERGING_TASKS))
                .process(
                        supplier(
                                () -> new MergeProcessor(
                                        new MergeConfig(
                                                config.windows(), config.samples(), config.adapt(), maxPartitions),
                                        fits),
                                MergeProcessor.stores()),
                        Named.as("merge"))
                .to((key, output, context) -> output.topic(), published("publish-refits"));
        DetectorCache detectors = new DetectorCache(config.alerts().maxSources());
        updates.process(() -> new PlacementProcessor(fits.spaces(), retrier, config.alerts()), Named.as("observe"))
                .repartition(Repartitioned.with(Serdes.String(), AlertProcessor.images())
                        .withName("observations"))
                .process(
                        supplier(
                                () -> new AlertProcessor(config.alerts(), detectors, codec, metrics),
                                AlertProcessor.stores()),
                        Named.as("watch"))
                .to((key, output, context) -> output.topic(), published("publish-alarms"));
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
