package org.lookalike.refit.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.SampleId;
import org.lookalike.refit.sample.SampleMessage;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleMessage.Forget;
import org.lookalike.refit.sample.SampleMessage.Row;
import org.lookalike.refit.sample.SampleStore;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.refit.sample.WindowConfig;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the partitions' samples of each window and has them fitted, one window after the other for each stream of
 * vectors. A window is whole when all partitions have told theirs, or when none has for a while: partitions without
 * images tell nothing.
 *
 * <p>The samples stay in the store until the result is out, in one transaction with their removal: a crash at any moment
 * makes another task fit again, and nothing be published twice. Belongs to one task and its thread.
 */
final class WindowFits {
    private static final Logger LOGGER = LoggerFactory.getLogger(WindowFits.class);

    private final WindowConfig windows;
    private final SampleConfig config;
    private final int partitions;
    private final SampleStore samples;
    private final SampleStore.Capacity capacity;
    private final KeyValueStore<String, byte[]> pendingStore;
    private final KeyValueStore<String, Long> finished;
    private final AssignmentStore members;
    private final Supplier<Spaces> spaces;
    private final BooleanSupplier learning;
    private final FitExecutor jobs;
    private final RefitMetrics metrics;
    /** The pending windows of each stream, the first to end in front. */
    private final Map<String, TreeMap<SampleWindow, WindowProgress>> pending = new TreeMap<>();

    private final Map<String, Running> running = new HashMap<>();
    /** Spaces that went out and may not have come back on their topic yet: the gate must know them. */
    private final Map<String, Space> proposed = new LinkedHashMap<>();

    WindowFits(
            WindowConfig windows,
            SampleConfig config,
            int partitions,
            SampleStore samples,
            KeyValueStore<String, byte[]> pendingStore,
            KeyValueStore<String, Long> finished,
            AssignmentStore members,
            Supplier<Spaces> spaces,
            BooleanSupplier learning,
            FitExecutor jobs,
            RefitMetrics metrics) {
        this.windows = windows;
        this.config = config;
        this.partitions = partitions;
        this.samples = samples;
        this.capacity = new SampleStore.Capacity(config.windowSize(), config.longTermSize());
        this.pendingStore = pendingStore;
        this.finished = finished;
        this.members = members;
        this.spaces = spaces;
        this.learning = learning;
        this.jobs = jobs;
        this.metrics = metrics;
        try (KeyValueIterator<String, byte[]> all = pendingStore.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                remember(WindowProgress.of(entry.key, entry.value));
            }
        }
    }

    private record Running(WindowProgress window, Spaces spaces, CompletableFuture<FitResult> result) {}

    /** Takes what a partition tells. */
    void take(String stream, SampleMessage message, long wallClock) {
        if (message instanceof Row row) {
            take(stream, row);
        } else if (message instanceof End end) {
            take(stream, end, wallClock);
        } else if (message instanceof Forget forget) {
            samples.forget(id -> id.stream().equals(stream), forget.imageId());
        }
    }

    private void take(String stream, Row row) {
        if (isFinished(stream, row.window())) {
            return;
        }
        String imageId = SampledImage.of(row.image()).imageId();
        if (row.inWindow()) {
            samples.offer(SampleId.window(stream, row.window()), capacity, imageId, row::image);
        }
        if (row.inLongTerm()) {
            samples.offer(SampleId.longTerm(stream, row.window()), capacity, imageId, row::image);
        }
    }

    private void take(String stream, End end, long wallClock) {
        if (isFinished(stream, end.window())) {
            LOGGER.atWarn()
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", end.window())
                    .addKeyValue("partition", end.partition())
                    .log("came after its window's fit and counts for the long-term sample alone");
            metrics.window("late-partition");
            return;
        }
        WindowProgress before = pending.getOrDefault(stream, new TreeMap<>()).get(end.window());
        WindowProgress after =
                (before == null ? WindowProgress.none(stream, end.window()) : before).with(end, wallClock);
        pendingStore.put(after.key(), after.toBytes());
        remember(after);
    }

    private void remember(WindowProgress window) {
        pending.computeIfAbsent(window.stream(), stream -> new TreeMap<>()).put(window.window(), window);
    }

    private boolean isFinished(String stream, SampleWindow window) {
        Long through = finished.get(stream);
        return through != null && window.end() <= through;
    }

    /**
     * Begins fits and takes their results.
     *
     * @param output takes each result in the same transaction in which its window ends
     */
    void tick(long wallClock, Consumer<FitResult> output) {
        for (String stream : List.copyOf(pending.keySet())) {
            Running job = running.get(stream);
            if (job != null && job.result().isDone()) {
                running.remove(stream);
                end(job, output);
                job = null;
            }
            if (job == null) {
                begin(stream, wallClock);
            }
        }
    }

    private void begin(String stream, long wallClock) {
        TreeMap<SampleWindow, WindowProgress> waiting = pending.getOrDefault(stream, new TreeMap<>());
        long whole = waiting.values().stream()
                .filter(window -> isWhole(window, wallClock))
                .count();
        while (whole > windows.maxWaiting()) {
            WindowProgress oldest = waiting.firstEntry().getValue();
            whole -= isWhole(oldest, wallClock) ? 1 : 0;
            metrics.window("passed-over");
            forget(oldest);
        }
        while (!waiting.isEmpty() && isWhole(waiting.firstEntry().getValue(), wallClock)) {
            WindowProgress next = waiting.firstEntry().getValue();
            List<SampledImage> images = images(next);
            if (images.size() >= config.minimum()) {
                fit(next, images);
                return;
            }
            LOGGER.atInfo()
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", next.window())
                    .addKeyValue("sample", images.size())
                    .addKeyValue("minimum", config.minimum())
                    .log("no refit: the sample is too small");
            metrics.window("too-small");
            forget(next);
        }
    }

    private boolean isWhole(WindowProgress window, long wallClock) {
        return window.partitions().cardinality() >= partitions
                || wallClock - window.lastEnd() >= windows.mergeTimeout().toMillis();
    }

    private void fit(WindowProgress window, List<SampledImage> images) {
        try {
            Spaces known = known();
            FitInput input = new FitInput(
                    VectorStream.of(window.stream()),
                    window.window(),
                    window.images(),
                    images,
                    known,
                    members.of(window.stream()),
                    learning.getAsBoolean());
            running.put(window.stream(), new Running(window, known, jobs.submit(input)));
        } catch (RejectedExecutionException e) {
            LOGGER.atDebug().addKeyValue("stream", window.stream()).log("as many fits wait as may, trying again");
        } catch (TransientFailure e) {
            LOGGER.atWarn()
                    .addKeyValue("stream", window.stream())
                    .log("no refit before the spaces are known, trying again: {}", e.getMessage());
        }
    }

    private Spaces known() {
        Spaces known = spaces.get();
        proposed.keySet().removeIf(id -> known.find(id).isPresent());
        Spaces all = known;
        for (Space space : proposed.values()) {
            all = all.with(space);
        }
        return all;
    }

    /** Both samples in one, each image once, smallest hash first; cut where a partition has turned images away. */
    private List<SampledImage> images(WindowProgress window) {
        Map<Long, Map<String, SampleId>> byHash = new TreeMap<>(Long::compareUnsigned);
        collect(SampleId.longTerm(window.stream(), window.window()), window.longTermBound(), byHash);
        // After the long-term sample: of an image that came twice, the window has the newer vector.
        collect(SampleId.window(window.stream(), window.window()), window.windowBound(), byHash);
        List<SampledImage> images = new ArrayList<>();
        byHash.values()
                .forEach(same ->
                        same.forEach((imageId, sample) -> images.add(SampledImage.of(samples.row(sample, imageId)))));
        return images;
    }

    private void collect(SampleId sample, long bound, Map<Long, Map<String, SampleId>> byHash) {
        for (String imageId : samples.imageIds(sample)) {
            long hash = SampleHash.of(imageId);
            if (Long.compareUnsigned(hash, bound) < 0) {
                byHash.computeIfAbsent(hash, key -> new TreeMap<>()).put(imageId, sample);
            }
        }
    }

    private void end(Running job, Consumer<FitResult> output) {
        try {
            FitResult result = job.result().join();
            if (result.report().getProposed()) {
                proposed.put(result.space().id(), result.space());
                members.keep(job.window().stream(), result.space(), result.members(), job.spaces());
            }
            output.accept(result);
            metrics.report(result.report());
            LOGGER.atInfo()
                    .addKeyValue("space", result.space().id())
                    .addKeyValue("proposed", result.report().getProposed())
                    .addKeyValue("sample", result.report().getSampleSize())
                    .addKeyValue("dimensions", result.report().getDimensions())
                    .addKeyValue("clusters", result.report().getClusters())
                    .addKeyValue("millis", result.report().getFitMillis())
                    .addKeyValue("bytes", result.report().getFitBytes())
                    .log("refit: {}", result.report().getReason());
        } catch (CompletionException e) {
            // The same sample would fail again: the next window has another.
            LOGGER.atError()
                    .addKeyValue("stream", job.window().stream())
                    .addKeyValue("window", job.window().window())
                    .setCause(e.getCause())
                    .log("the refit failed");
            metrics.window("failed");
        }
        forget(job.window());
    }

    private void forget(WindowProgress window) {
        samples.drop(SampleId.window(window.stream(), window.window()));
        samples.drop(SampleId.longTerm(window.stream(), window.window()));
        pendingStore.delete(window.key());
        TreeMap<SampleWindow, WindowProgress> waiting = pending.get(window.stream());
        if (waiting != null) {
            waiting.remove(window.window());
        }
        Long through = finished.get(window.stream());
        finished.put(
                window.stream(),
                through == null
                        ? window.window().end()
                        : Math.max(through, window.window().end()));
    }

    /** The task moves elsewhere: what still runs is for nobody. */
    void close() {
        running.values().forEach(job -> job.result().cancel(false));
        running.clear();
    }
}
