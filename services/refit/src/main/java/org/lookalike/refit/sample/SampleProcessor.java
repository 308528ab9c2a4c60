package org.lookalike.refit.sample;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.lookalike.refit.sample.SampleId.Kind;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleMessage.Forget;
import org.lookalike.refit.sample.SampleMessage.LongTerm;
import org.lookalike.refit.sample.SampleMessage.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the samples of one partition: for each encoder one for each open window, and a long-term one. When a window
 * closes, its sample and the long-term one go out, row by row and then their end, in one transaction. Beside that, each
 * image goes out when the long-term sample takes it in, so that fits that belong to no window have that sample too.
 *
 * <p>A window closes when event time has passed its end and the grace, or when the partition is quiet and the wall clock
 * has passed them. Event time is the latest that the encoder had in this partition. A vector that comes after its window
 * closed is late: only the long-term sample takes it.
 */
public final class SampleProcessor extends ContextualProcessor<String, VectorUpdate, String, SampleMessage> {
    static final String OFFSETS = "vector-offsets";
    static final String LABELS = "image-labels";

    private static final Logger LOGGER = LoggerFactory.getLogger(SampleProcessor.class);
    private static final String SAMPLES = "window-samples";
    private static final String CLOSED = "closed-windows";
    private static final Duration MAX_TICK = Duration.ofSeconds(1);

    private final WindowConfig windows;
    private final SampleStore.Capacity capacity;
    private final int maxEncoders;
    private final MeterRegistry metrics;
    private final Map<String, Progress> streams = new HashMap<>();
    private @Nullable SampleStore samples;
    private @Nullable KeyValueStore<String, Long> closed;
    private @Nullable LabelledImages labelled;

    public SampleProcessor(WindowConfig windows, SampleConfig config, MeterRegistry metrics) {
        this.windows = windows;
        this.capacity = new SampleStore.Capacity(config.windowSize(), config.longTermSize());
        this.maxEncoders = config.maxEncoders();
        this.metrics = metrics;
    }

    /** The stores of this processor and of {@link LabelJoinProcessor}, which share them. */
    public static List<StoreBuilder<?>> stores() {
        return List.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SAMPLES), Serdes.Bytes(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(CLOSED), Serdes.String(), Serdes.Long()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(OFFSETS), Serdes.String(), Serdes.Long()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(LABELS), Serdes.String(), Serdes.String()));
    }

    /** How far one stream has come in this partition. */
    private static final class Progress {
        private final TreeSet<SampleWindow> open = new TreeSet<>();
        private long eventTime = Long.MIN_VALUE;
        /** By the wall clock; negative before the first vector or tick after a start. */
        private long lastUpdate = -1;
    }

    @Override
    public void init(ProcessorContext<String, SampleMessage> context) {
        super.init(context);
        samples = SampleStore.open(context.getStateStore(SAMPLES), capacity);
        closed = context.getStateStore(CLOSED);
        labelled = new LabelledImages(context.getStateStore(OFFSETS), context.getStateStore(LABELS), this::send);
        streams.clear();
        for (SampleId id : samples.ids()) {
            Progress progress = streams.computeIfAbsent(id.stream(), stream -> new Progress());
            if (id.kind() == Kind.WINDOW) {
                progress.open.add(id.window());
            }
        }
        Duration tick = windows.quiet().compareTo(MAX_TICK) < 0 ? windows.quiet() : MAX_TICK;
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, this::closeQuietWindows);
    }

    @Override
    public void process(Record<String, VectorUpdate> record) {
        if (record.value() instanceof VectorUpdate.Upsert upsert) {
            upsert(upsert, context().currentSystemTimeMs());
        } else if (record.value() instanceof VectorUpdate.Tombstone tombstone) {
            delete(tombstone);
        }
    }

    private void upsert(VectorUpdate.Upsert update, long wallClock) {
        String stream = update.stream().key();
        if (!streams.containsKey(stream) && streams.size() >= maxEncoders) {
            metrics.counter("lookalike.refit.skipped", "code", "TOO_MANY_ENCODERS")
                    .increment();
            return;
        }
        Progress progress = streams.computeIfAbsent(stream, key -> new Progress());
        SampledImage image = update.image();
        progress.lastUpdate = wallClock;
        progress.eventTime = Math.max(progress.eventTime, image.time());
        // Before the vector is added: the samples that go out depend on what came before alone.
        while (!progress.open.isEmpty() && isPast(progress.open.first(), progress.eventTime)) {
            SampleWindow window = progress.open.pollFirst();
            if (wallClock - window.end() > windows.maxAge().toMillis()) {
                skip(stream, window);
            } else {
                close(stream, window);
            }
        }
        addToWindows(stream, progress, image);
        if (samples().add(SampleId.longTerm(stream), capacity, image.imageId(), image::toBytes)) {
            send(stream, new LongTerm(image.toBytes()));
        }
        requireNonNull(labelled).upsert(update);
    }

    private void addToWindows(String stream, Progress progress, SampledImage image) {
        Long closedThrough = requireNonNull(closed).get(stream);
        for (SampleWindow window : windows.windowsOf(image.time())) {
            boolean over = closedThrough != null && window.end() <= closedThrough;
            if (over || isPast(window, progress.eventTime)) {
                metrics.counter("lookalike.refit.late").increment();
            } else {
                progress.open.add(window);
                samples().add(SampleId.window(stream, window), capacity, image.imageId(), image::toBytes);
            }
        }
    }

    private void delete(VectorUpdate.Tombstone update) {
        samples().forget(id -> VectorStream.of(id.stream()).topic().equals(update.topic()), update.imageId());
        requireNonNull(labelled).delete(update);
        for (String stream : streams.keySet()) {
            if (VectorStream.of(stream).topic().equals(update.topic())) {
                send(stream, new Forget(update.imageId()));
            }
        }
    }

    /** Closes windows that have ended by the wall clock where no vectors come. */
    private void closeQuietWindows(long wallClock) {
        streams.forEach((stream, progress) -> {
            if (progress.lastUpdate < 0) {
                progress.lastUpdate = wallClock;
            }
            if (wallClock - progress.lastUpdate < windows.quiet().toMillis()) {
                return;
            }
            while (!progress.open.isEmpty() && isPast(progress.open.first(), wallClock)) {
                close(stream, progress.open.pollFirst());
            }
        });
    }

    private boolean isPast(SampleWindow window, long time) {
        return window.end() + windows.grace().toMillis() <= time;
    }

    private void close(String stream, SampleWindow window) {
        SampleStore store = samples();
        SampleId ofWindow = SampleId.window(stream, window);
        SampleId longTerm = SampleId.longTerm(stream);
        List<String> inWindow = store.imageIds(ofWindow);
        for (String imageId : inWindow) {
            boolean both = store.holds(longTerm, imageId);
            send(stream, new Row(window, true, both, store.row(ofWindow, imageId)));
        }
        Set<String> sent = Set.copyOf(inWindow);
        for (String imageId : store.imageIds(longTerm)) {
            if (!sent.contains(imageId)) {
                send(stream, new Row(window, false, true, store.row(longTerm, imageId)));
            }
        }
        int partition = context().taskId().partition();
        send(
                stream,
                new End(window, partition, store.population(ofWindow), store.bound(ofWindow), store.bound(longTerm)));
        end(stream, ofWindow);
        LOGGER.atDebug()
                .addKeyValue("stream", stream)
                .addKeyValue("partition", partition)
                .addKeyValue("window", window)
                .addKeyValue("sampled", inWindow.size())
                .log("closed a window");
    }

    /** The stream is catching up with old vectors: later windows are on their way, and the long-term sample has these. */
    private void skip(String stream, SampleWindow window) {
        metrics.counter("lookalike.refit.windows", "outcome", "too-old").increment();
        end(stream, SampleId.window(stream, window));
    }

    private void end(String stream, SampleId ofWindow) {
        samples().drop(ofWindow);
        KeyValueStore<String, Long> closedThrough = requireNonNull(closed);
        Long before = closedThrough.get(stream);
        long end = ofWindow.window().end();
        closedThrough.put(stream, before == null ? end : Math.max(before, end));
    }

    private SampleStore samples() {
        return requireNonNull(samples);
    }

    private void send(String stream, SampleMessage message) {
        context().forward(new Record<>(stream, message, Math.max(0, context().currentStreamTimeMs())));
    }
}
