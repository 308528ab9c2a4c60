package org.lookalike.refit.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.sample.SampleId;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleMessage.Row;
import org.lookalike.refit.sample.SampleStore;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the partitions' samples of each window and has spaces fitted to them, one window after the other for each stream
 * of vectors. A window is complete when all partitions have sent theirs, or when none has for a while: partitions without
 * images send nothing.
 *
 * <p>The samples stay in the store until the result is published, in one transaction with their removal. Belongs to one
 * task and its thread.
 */
final class WindowFits {
    private static final Logger LOGGER = LoggerFactory.getLogger(WindowFits.class);

    private final MergeConfig config;
    private final MergeStores stores;
    private final StreamFits fits;
    private final FitServices services;
    private final AdaptedFits adapted;
    /** The windows of each stream that are not fitted yet, the first to end in front. */
    private final Map<String, TreeMap<SampleWindow, WindowProgress>> pending = new TreeMap<>();

    WindowFits(MergeConfig config, MergeStores stores, StreamFits fits, FitServices services, AdaptedFits adapted) {
        this.config = config;
        this.stores = stores;
        this.fits = fits;
        this.services = services;
        this.adapted = adapted;
        try (KeyValueIterator<String, byte[]> all = stores.windows().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                remember(WindowProgress.of(entry.key, entry.value));
            }
        }
    }

    /** Adds one image of a closed window. */
    void add(String stream, Row row) {
        if (isFinished(stream, row.window())) {
            return;
        }
        String imageId = SampledImage.of(row.image()).imageId();
        if (row.inWindow()) {
            samples().add(SampleId.window(stream, row.window()), config.capacity(), imageId, row::image);
        }
        if (row.inLongTerm()) {
            samples().add(SampleId.longTerm(stream, row.window()), config.capacity(), imageId, row::image);
        }
    }

    /** A partition has sent all images of a window. */
    void end(String stream, End end, long now) {
        if (isFinished(stream, end.window())) {
            LOGGER.atWarn()
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", end.window())
                    .addKeyValue("partition", end.partition())
                    .log("came after its window's fit and counts for the long-term sample alone");
            services.metrics().window("late-partition");
            return;
        }
        WindowProgress before = pending.getOrDefault(stream, new TreeMap<>()).get(end.window());
        WindowProgress after = (before == null ? WindowProgress.none(stream, end.window()) : before).with(end, now);
        stores.windows().put(after.key(), after.toBytes());
        remember(after);
    }

    private void remember(WindowProgress window) {
        pending.computeIfAbsent(window.stream(), stream -> new TreeMap<>()).put(window.window(), window);
    }

    private boolean isFinished(String stream, SampleWindow window) {
        Long through = stores.finished().get(stream);
        return through != null && window.end() <= through;
    }

    /** Starts the fits of windows that are complete. */
    void startFits(long now) {
        for (String stream : List.copyOf(pending.keySet())) {
            if (!fits.isRunning(stream)) {
                startFit(stream, now);
            }
        }
    }

    private void startFit(String stream, long now) {
        TreeMap<SampleWindow, WindowProgress> waiting = pending.getOrDefault(stream, new TreeMap<>());
        long complete = waiting.values().stream()
                .filter(window -> isComplete(window, now))
                .count();
        while (complete > config.windows().maxWaiting()) {
            WindowProgress oldest = waiting.firstEntry().getValue();
            complete -= isComplete(oldest, now) ? 1 : 0;
            services.metrics().window("passed-over");
            finish(oldest);
        }
        while (!waiting.isEmpty() && isComplete(waiting.firstEntry().getValue(), now)) {
            WindowProgress next = waiting.firstEntry().getValue();
            List<SampledImage> images = images(next);
            if (images.size() >= config.samples().minimum()) {
                fits.spaces(stream).ifPresent(spaces -> startFit(next, images, spaces));
                return;
            }
            LOGGER.atInfo()
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", next.window())
                    .addKeyValue("sample", images.size())
                    .addKeyValue("minimum", config.samples().minimum())
                    .log("no refit: the sample is too small");
            services.metrics().window("too-small");
            finish(next);
        }
    }

    private boolean isComplete(WindowProgress window, long now) {
        return window.partitions().cardinality() >= config.partitions()
                || now - window.lastEnd() >= config.windows().mergeTimeout().toMillis();
    }

    private void startFit(WindowProgress window, List<SampledImage> images, Spaces spaces) {
        String stream = window.stream();
        FitInput input = new FitInput(
                VectorStream.of(stream),
                window.window(),
                window.images(),
                images,
                spaces,
                stores.assignments().of(stream),
                adapted.hasEnoughLabels(stream));
        fits.start(stream, () -> services.executor().submit(input), new StreamFits.Callback() {
            @Override
            public void completed(Optional<FitResult> result, long now) {
                result.ifPresent(fitted -> keep(stream, fitted, spaces));
                finish(window);
            }

            @Override
            public void failed(Throwable cause, long now) {
                // The same sample would fail again: the next window has another.
                LOGGER.atError()
                        .addKeyValue("stream", stream)
                        .addKeyValue("window", window.window())
                        .setCause(cause)
                        .log("the refit failed");
                services.metrics().window("failed");
                finish(window);
            }
        });
    }

    private void keep(String stream, FitResult result, Spaces spaces) {
        RefitReport report = result.report();
        if (report.getProposed()) {
            stores.assignments().keep(stream, result.space(), result.members(), spaces);
        }
        if (report.getHandedOver()) {
            adapted.handOver(stream);
        }
        LOGGER.atInfo()
                .addKeyValue("space", result.space().id())
                .addKeyValue("proposed", report.getProposed())
                .addKeyValue("sample", report.getSampleSize())
                .addKeyValue("dimensions", report.getDimensions())
                .addKeyValue("clusters", report.getClusters())
                .addKeyValue("millis", report.getFitMillis())
                .addKeyValue("bytes", report.getFitBytes())
                .log("refit: {}", report.getReason());
    }

    /** Both samples in one, each image once, smallest hash first; cut where a partition has turned images away. */
    private List<SampledImage> images(WindowProgress window) {
        Map<Long, Map<String, SampleId>> byHash = new TreeMap<>(Long::compareUnsigned);
        collect(SampleId.longTerm(window.stream(), window.window()), window.longTermBound(), byHash);
        // After the long-term sample: of an image that came twice, the window has the newer vector.
        collect(SampleId.window(window.stream(), window.window()), window.windowBound(), byHash);
        List<SampledImage> images = new ArrayList<>();
        byHash.values()
                .forEach(same -> same.forEach((imageId, sample) ->
                        images.add(SampledImage.of(samples().row(sample, imageId)))));
        return images;
    }

    private void collect(SampleId sample, long bound, Map<Long, Map<String, SampleId>> byHash) {
        for (String imageId : samples().imageIds(sample)) {
            long hash = SampleHash.of(imageId);
            if (Long.compareUnsigned(hash, bound) < 0) {
                byHash.computeIfAbsent(hash, key -> new TreeMap<>()).put(imageId, sample);
            }
        }
    }

    private void finish(WindowProgress window) {
        String stream = window.stream();
        samples().drop(SampleId.window(stream, window.window()));
        samples().drop(SampleId.longTerm(stream, window.window()));
        stores.windows().delete(window.key());
        TreeMap<SampleWindow, WindowProgress> waiting = pending.get(stream);
        if (waiting != null) {
            waiting.remove(window.window());
        }
        Long through = stores.finished().get(stream);
        long end = window.window().end();
        stores.finished().put(stream, through == null ? end : Math.max(through, end));
    }

    private SampleStore samples() {
        return stores.samples();
    }
}
