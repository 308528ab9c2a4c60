package org.lookalike.refit.alert;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.Alert;
import org.lookalike.latent.novelty.DriftComparison;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.refit.merge.OutputRecord;
import org.lookalike.schemas.Topics;

/** Raises alerts about the images of each source: those that are novel, and those that differ from its own past. */
public final class AlertProcessor extends ContextualProcessor<String, PlacedImage, byte[], OutputRecord> {
    static final String NOVEL = "NOVEL";
    static final String DRIFT = "DRIFT";

    private static final String SOURCES = "source-drift";
    private static final String RAISED = "raised-alarms";

    private final AlertConfig config;
    private final DetectorCache recent;
    private final AvroCodec codec;
    private final MeterRegistry metrics;
    private @Nullable DriftDetectorStore drift;
    private @Nullable RaisedAlerts raised;

    /** @param recent what all tasks of the instance share */
    public AlertProcessor(AlertConfig config, DetectorCache recent, AvroCodec codec, MeterRegistry metrics) {
        this.config = config;
        this.recent = recent;
        this.codec = codec;
        this.metrics = metrics;
    }

    /** The stores that it works on. */
    public static Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SOURCES), Serdes.String(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(RAISED), Serdes.String(), Serdes.ByteArray()));
    }

    /** How images are sent to the task of their source. */
    public static Serde<PlacedImage> images() {
        return PlacedImage.serde();
    }

    @Override
    public void init(ProcessorContext<byte[], OutputRecord> context) {
        super.init(context);
        drift = new DriftDetectorStore(context.getStateStore(SOURCES), config.driftRules(), recent);
        raised = new RaisedAlerts(context.getStateStore(RAISED), config.limit());
    }

    @Override
    public void process(Record<String, PlacedImage> record) {
        PlacedImage image = record.value();
        String key = image.stream() + "/" + image.source();
        boolean recent = context().currentSystemTimeMs() - record.timestamp()
                <= config.maxAge().toMillis();
        if (image.isNovel() && recent) {
            novel(key, image, record.timestamp());
        }
        requireNonNull(drift)
                .add(key, image.hashed())
                .filter(comparison -> comparison.drifted() && recent)
                .ifPresent(comparison -> drifted(key, image, comparison, record.timestamp()));
    }

    @Override
    public void close() {
        if (drift != null) {
            drift.close();
        }
    }

    private void novel(String key, PlacedImage image, long time) {
        raise(
                NOVEL,
                key,
                image.imageId(),
                image,
                time,
                image.distance(),
                image.threshold(),
                String.format(
                        Locale.ROOT,
                        "Picture %s from %s resembles nothing seen before: %.3f from the nearest cluster %s.",
                        image.imageId(),
                        image.source(),
                        image.distance(),
                        image.clusterId()));
    }

    private void drifted(String key, PlacedImage image, DriftComparison comparison, long time) {
        raise(
                DRIFT,
                key,
                image.source(),
                image,
                time,
                comparison.energyDistance(),
                comparison.threshold(),
                String.format(
                        Locale.ROOT,
                        "The pictures from %s differ from its own past: mean moved by %.2f spreads, spread %.2f times"
                                + " what it was, p %.4f.",
                        image.source(),
                        comparison.meanShift(),
                        comparison.spreadRatio(),
                        comparison.pValue()));
    }

    private void raise(
            String kind,
            String key,
            String about,
            PlacedImage image,
            long time,
            double value,
            double threshold,
            String message) {
        OptionalLong suppressed = requireNonNull(raised).raise(key + "/" + kind, image.imageId(), time);
        metrics.counter("lookalike.refit.alarms", "kind", kind, "raised", Boolean.toString(suppressed.isPresent()))
                .increment();
        if (suppressed.isEmpty()) {
            return;
        }
        Alert alert = Alert.newBuilder()
                .setKind(kind)
                .setAt(Instant.ofEpochMilli(time))
                .setSpaceId(image.spaceId())
                .setImageId(image.imageId())
                .setSource(image.source())
                .setClusterId(image.clusterId().isEmpty() ? null : image.clusterId())
                .setUri(image.uri())
                .setValue(value)
                .setThreshold(threshold)
                .setSuppressed(suppressed.getAsLong())
                .setMessage(message)
                .build();
        context()
                .forward(new Record<>(
                        Records.key(about),
                        new OutputRecord(Topics.ALERTS.name(), Records.key(about), codec.encode(Topics.ALERTS, alert)),
                        time));
    }
}
