package org.lookalike.refit.merge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.lookalike.refit.adapt.AdaptConfig;
import org.lookalike.refit.adapt.TrainingLabels;
import org.lookalike.refit.fit.AdaptedFitInput;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.sample.SampleId;
import org.lookalike.refit.sample.SampleStore;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has spaces fitted to labels, of the encoder of the active space: once the labelled images that have vectors have changed
 * and then not changed for a while, and again when a periodic refit was handed over. Which labels the last fit had is in a
 * store, so that the task goes on wherever it is moved. Belongs to one task and its thread.
 */
final class AdaptedFits {
    private static final Logger LOGGER = LoggerFactory.getLogger(AdaptedFits.class);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);
    private static final String HANDED_OVER = "handed-over ";

    private final AdaptConfig config;
    private final int minimum;
    private final SampleStore samples;
    private final KeyValueStore<String, byte[]> images;
    private final KeyValueStore<String, String> answered;
    private final StreamFits fits;
    private final FitServices services;
    private final Map<String, StreamLabels> streams = new TreeMap<>();

    AdaptedFits(MergeConfig config, MergeStores stores, StreamFits fits, FitServices services, long now) {
        this.config = config.adapt();
        this.minimum = config.samples().minimum();
        this.samples = stores.samples();
        this.images = stores.labelled();
        this.answered = stores.adaptedFits();
        this.fits = fits;
        this.services = services;
        try (KeyValueIterator<String, byte[]> all = images.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                SampledImage image = SampledImage.of(entry.value);
                String stream = entry.key.substring(
                        0, entry.key.length() - image.imageId().length() - 1);
                labels(stream, now).byImage.put(image.imageId(), image.label());
            }
        }
    }

    /** The labelled images of a stream. */
    private static final class StreamLabels {
        private final Map<String, String> byImage = new TreeMap<>();
        /** What a fit may learn from; null after a change. */
        private @Nullable TrainingLabels chosen;

        private Duration pause;
        private long due;

        StreamLabels(Duration pause, long now) {
            this.pause = pause;
            this.due = now + pause.toMillis();
        }
    }

    /** An image got a label, another label, or another vector. */
    void label(String stream, byte[] bytes, long now) {
        SampledImage image = SampledImage.of(bytes);
        images.put(key(stream, image.imageId()), bytes);
        StreamLabels labels = labels(stream, now);
        if (!image.label().equals(labels.byImage.put(image.imageId(), image.label()))) {
            changed(labels, now);
        }
    }

    /** An image lost its label, or was deleted. */
    void unlabel(String stream, String imageId, long now) {
        StreamLabels labels = streams.get(stream);
        if (labels != null && labels.byImage.remove(imageId) != null) {
            images.delete(key(stream, imageId));
            changed(labels, now);
        }
    }

    private void changed(StreamLabels labels, long now) {
        labels.chosen = null;
        labels.pause = config.quiet();
        labels.due = now + labels.pause.toMillis();
    }

    private StreamLabels labels(String stream, long now) {
        return streams.computeIfAbsent(stream, key -> new StreamLabels(config.quiet(), now));
    }

    /** Whether a stream has labels enough for its spaces to learn from. */
    boolean hasEnoughLabels(String stream) {
        StreamLabels labels = streams.get(stream);
        return config.enabled() && labels != null && chosen(labels).suffice(config.fit());
    }

    /** A periodic refit knows no labels and was not proposed for their sake: the next fit to labels takes its place. */
    void handOver(String stream) {
        answered.put(stream, HANDED_OVER);
    }

    void startFits(long now) {
        streams.forEach((stream, labels) -> {
            if (now >= labels.due && !fits.isRunning(stream) && hasEnoughLabels(stream)) {
                TrainingLabels chosen = chosen(labels);
                if (!chosen.digest().equals(answered.get(stream))) {
                    start(stream, labels, chosen, now);
                }
            }
        });
    }

    private void start(String stream, StreamLabels labels, TrainingLabels chosen, long now) {
        if (samples.imageIds(SampleId.longTerm(stream)).size() < minimum) {
            retryLater(labels, now, "fewer than %d pictures are in the sample".formatted(minimum));
            return;
        }
        VectorStream vectors = VectorStream.of(stream);
        fits.spaces(stream)
                .filter(spaces ->
                        spaces.active().filter(space -> isOf(vectors, space)).isPresent())
                .ifPresent(spaces -> fits.start(
                        stream,
                        () -> services.executor().submit(input(vectors, chosen, spaces)),
                        callback(stream, labels, chosen)));
    }

    private StreamFits.Callback callback(String stream, StreamLabels labels, TrainingLabels chosen) {
        return new StreamFits.Callback() {
            @Override
            public void completed(Optional<FitResult> result, long now) {
                result.ifPresentOrElse(
                        fitted -> answer(stream, chosen, fitted),
                        () -> retryLater(labels, now, "too few labelled pictures are left when some are held out"));
            }

            @Override
            public void failed(Throwable cause, long now) {
                if (!(cause instanceof IllegalArgumentException)) {
                    LOGGER.atError()
                            .addKeyValue("stream", stream)
                            .setCause(cause)
                            .log("the fit to labels failed");
                }
                retryLater(labels, now, String.valueOf(cause.getMessage()));
            }
        };
    }

    private AdaptedFitInput input(VectorStream vectors, TrainingLabels chosen, Spaces spaces) {
        String stream = vectors.key();
        SampleId sample = SampleId.longTerm(stream);
        List<SampledImage> sampled = samples.imageIds(sample).stream()
                .map(imageId -> SampledImage.of(samples.row(sample, imageId))
                        .withLabel(chosen.labels().getOrDefault(imageId, "")))
                .toList();
        List<SampledImage> labelled = new TreeSet<>(chosen.labels().keySet())
                .stream()
                        .map(imageId -> images.get(key(stream, imageId)))
                        .map(SampledImage::of)
                        .toList();
        return new AdaptedFitInput(vectors, samples.population(sample), sampled, labelled, chosen.digest(), spaces);
    }

    private void answer(String stream, TrainingLabels chosen, FitResult fitted) {
        answered.put(stream, chosen.digest());
        LOGGER.atInfo()
                .addKeyValue("space", fitted.space().id())
                .addKeyValue("proposed", fitted.report().getProposed())
                .addKeyValue("labels", fitted.report().getLabelsFitted())
                .addKeyValue("classes", fitted.report().getLabelClasses())
                .addKeyValue("weight", fitted.report().getWeight())
                .addKeyValue("millis", fitted.report().getFitMillis())
                .log("learnt from labels: {}", fitted.report().getReason());
    }

    /** The same images would fail again; more of them may come. */
    private void retryLater(StreamLabels labels, long now, String reason) {
        labels.due = now + labels.pause.toMillis();
        Duration doubled = labels.pause.multipliedBy(2);
        LOGGER.atInfo().addKeyValue("retry-in", labels.pause).log("no space learns from the labels yet: {}", reason);
        labels.pause = doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
        services.metrics().window("no-adaptation");
    }

    private TrainingLabels chosen(StreamLabels labels) {
        TrainingLabels chosen = labels.chosen;
        if (chosen == null) {
            chosen = TrainingLabels.of(labels.byImage, config.fit());
            labels.chosen = chosen;
        }
        return chosen;
    }

    private static boolean isOf(VectorStream stream, Space space) {
        return space.vectorsTopic().equals(stream.topic())
                && space.encoderId().equals(stream.encoderId())
                && space.encoderDimensions() == stream.dimensions();
    }

    private static String key(String stream, String imageId) {
        return stream + "/" + imageId;
    }
}
