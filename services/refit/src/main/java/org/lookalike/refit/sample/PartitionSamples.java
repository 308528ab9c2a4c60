package org.lookalike.refit.sample;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.lookalike.refit.sample.SampleId.Kind;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleMessage.Forget;
import org.lookalike.refit.sample.SampleMessage.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the samples of one partition: for each encoder one for each open window, and a long-term one. When a window
 * closes, its sample and the long-term one go out, row by row and then their end; the caller sees to it that they go out
 * together.
 *
 * <p>A window closes when event time has passed its end and the grace, or when the partition is quiet and the wall clock
 * has passed them. Event time is the latest that the encoder had in this partition. A vector that comes after its window
 * closed is late: only the long-term sample takes it. Belongs to one task and its thread.
 */
final class PartitionSamples {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionSamples.class);

    private final WindowConfig windows;
    private final SampleConfig config;
    private final int partition;
    private final SampleStore samples;
    private final SampleStore.Capacity capacity;
    private final KeyValueStore<String, Long> closed;
    private final BiConsumer<String, SampleMessage> output;
    private final MeterRegistry metrics;
    private final Map<String, Progress> streams = new HashMap<>();

    /**
     * @param partition whose samples these are
     * @param closed the end of the last window that closed, by stream
     * @param output takes what goes out, by stream
     */
    PartitionSamples(
            WindowConfig windows,
            SampleConfig config,
            int partition,
            SampleStore samples,
            KeyValueStore<String, Long> closed,
            BiConsumer<String, SampleMessage> output,
            MeterRegistry metrics) {
        this.windows = windows;
        this.config = config;
        this.partition = partition;
        this.samples = samples;
        this.capacity = new SampleStore.Capacity(config.windowSize(), config.longTermSize());
        this.closed = closed;
        this.output = output;
        this.metrics = metrics;
        for (SampleId id : samples.ids()) {
            Progress progress = streams.computeIfAbsent(id.stream(), stream -> new Progress());
            if (id.kind() == Kind.WINDOW) {
                progress.open.add(id.window());
            }
        }
    }

    /** How far one stream has come in this partition. */
    private static final class Progress {
        private final TreeSet<SampleWindow> open = new TreeSet<>();
        private long eventTime = Long.MIN_VALUE;
        /** By the wall clock; negative before the first vector or tick after a start. */
        private long lastArrival = -1;
    }

    /** Takes a record. */
    void take(VectorUpdate arrival, long wallClock) {
        if (arrival instanceof VectorUpdate.Upsert embedded) {
            sample(embedded, wallClock);
        } else if (arrival instanceof VectorUpdate.Tombstone forgotten) {
            forget(forgotten);
        }
    }

    private void sample(VectorUpdate.Upsert arrival, long wallClock) {
        String stream = arrival.stream().key();
        if (!streams.containsKey(stream) && streams.size() >= config.maxEncoders()) {
            metrics.counter("lookalike.refit.skipped", "code", "TOO_MANY_ENCODERS")
                    .increment();
            return;
        }
        Progress progress = streams.computeIfAbsent(stream, key -> new Progress());
        SampledImage image = arrival.image();
        progress.lastArrival = wallClock;
        progress.eventTime = Math.max(progress.eventTime, image.time());
        // Before the vector is taken: the samples that go out depend on what came before alone.
        while (!progress.open.isEmpty() && isPast(progress.open.first(), progress.eventTime)) {
            SampleWindow window = progress.open.pollFirst();
            if (wallClock - window.end() > windows.maxAge().toMillis()) {
                skip(stream, window);
            } else {
                close(stream, window);
            }
        }
        Long closedThrough = closed.get(stream);
        for (SampleWindow window : windows.windowsOf(image.time())) {
            boolean over = closedThrough != null && window.end() <= closedThrough;
            if (over || isPast(window, progress.eventTime)) {
                metrics.counter("lookalike.refit.late").increment();
            } else {
                progress.open.add(window);
                samples.offer(SampleId.window(stream, window), capacity, image.imageId(), image::toBytes);
            }
        }
        samples.offer(SampleId.longTerm(stream), capacity, image.imageId(), image::toBytes);
    }

    private void forget(VectorUpdate.Tombstone arrival) {
        samples.forget(id -> VectorStream.of(id.stream()).topic().equals(arrival.topic()), arrival.imageId());
        for (String stream : streams.keySet()) {
            if (VectorStream.of(stream).topic().equals(arrival.topic())) {
                output.accept(stream, new Forget(arrival.imageId()));
            }
        }
    }

    /** Closes what the wall clock says is over, where no vectors come. */
    void tick(long wallClock) {
        streams.forEach((stream, progress) -> {
            if (progress.lastArrival < 0) {
                progress.lastArrival = wallClock;
            }
            if (wallClock - progress.lastArrival < windows.quiet().toMillis()) {
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
        SampleId ofWindow = SampleId.window(stream, window);
        SampleId longTerm = SampleId.longTerm(stream);
        List<String> inWindow = samples.imageIds(ofWindow);
        for (String imageId : inWindow) {
            boolean both = samples.holds(longTerm, imageId);
            output.accept(stream, new Row(window, true, both, samples.row(ofWindow, imageId)));
        }
        for (String imageId : samples.imageIds(longTerm)) {
            if (!samples.holds(ofWindow, imageId)) {
                output.accept(stream, new Row(window, false, true, samples.row(longTerm, imageId)));
            }
        }
        output.accept(
                stream,
                new End(
                        window,
                        partition,
                        samples.population(ofWindow),
                        samples.bound(ofWindow),
                        samples.bound(longTerm)));
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
        samples.drop(ofWindow);
        Long before = closed.get(stream);
        long end = ofWindow.window().end();
        closed.put(stream, before == null ? end : Math.max(before, end));
    }
}
