package org.lookalike.refit.adapt;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.lookalike.labels.ImageLabel;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.LeaderTask;
import org.lookalike.refit.adapt.LastRefits.State;
import org.lookalike.refit.fit.AdaptedFitInput;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.merge.RefitMetrics;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits a space to the labels once they have changed and been quiet for a while, and again when a periodic refit was handed
 * over; for the encoder of the space that answers. Which labels the last fit knew stands in its report, so that a
 * successor goes on wherever this one was killed.
 */
public final class Adapter implements LeaderTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(Adapter.class);
    private static final Duration MAX_BACKOFF = Duration.ofHours(1);
    /** So long what was published may take to come back. */
    private static final Duration ECHO = Duration.ofSeconds(10);

    private final AdaptConfig config;
    private final SampleConfig samples;
    private final Sources sources;
    private final AvroCodec codec;
    private final Fitting fitting;
    private final java.util.function.Consumer<FitResult> publisher;
    private final RefitMetrics metrics;
    private final InstantSource clock;
    private @Nullable Map<String, ImageLabel> seen;
    private @Nullable TrainingLabels chosen;
    private Instant due = Instant.MIN;
    private final RetryPolicy retries;
    private int failures;
    private String published = "";
    private Instant publishedUntil = Instant.MIN;

    /**
     * What the adapter looks at.
     *
     * @param labels the labels of images, by their ids
     * @param spaces what is known of spaces
     * @param refits what is known of refits
     * @param readers makes consumers without a group, closed by the adapter
     */
    record Sources(
            Supplier<Map<String, ImageLabel>> labels,
            Supplier<Spaces> spaces,
            Supplier<LastRefits> refits,
            Supplier<Consumer<byte[], byte[]>> readers) {}

    /** Makes a space of images and labels; empty where too few labelled images have vectors. */
    interface Fitting {
        Optional<FitResult> fit(AdaptedFitInput input);
    }

    /** @param publisher returns when what came of a fit is acknowledged as a whole */
    Adapter(
            AdaptConfig config,
            SampleConfig samples,
            Sources sources,
            AvroCodec codec,
            Fitting fitting,
            java.util.function.Consumer<FitResult> publisher,
            RefitMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.samples = samples;
        this.sources = sources;
        this.codec = codec;
        this.fitting = fitting;
        this.publisher = publisher;
        this.metrics = metrics;
        this.clock = clock;
        this.retries = RetryPolicy.exponential(config.quiet(), max(config.quiet(), MAX_BACKOFF));
    }

    @Override
    public void runOnce() {
        Map<String, ImageLabel> labels = sources.labels().get();
        Instant now = clock.instant();
        if (!labels.equals(seen)) {
            seen = labels;
            chosen = TrainingLabels.of(labels.values(), config.fit());
            failures = 0;
            due = now.plus(config.quiet());
        }
        TrainingLabels known = chosen;
        if (now.isBefore(due) || known == null || !known.suffice(config.fit())) {
            return;
        }
        Spaces spaces = sources.spaces().get();
        Optional<Space> active = spaces.active();
        if (active.isEmpty()) {
            return;
        }
        VectorStream stream = new VectorStream(
                active.get().vectorsTopic(),
                active.get().encoderId(),
                active.get().encoderDimensions());
        State last = sources.refits().get().of(stream.encoderId());
        boolean answered = last.digest().equals(known.digest()) && !last.handedOver();
        boolean awaited = published.equals(known.digest()) && now.isBefore(publishedUntil);
        if (answered || awaited) {
            return;
        }
        fit(stream, known, spaces);
    }

    @Override
    public void onResigned() {
        // Nothing is held between rounds but what the next leader reads again.
    }

    private void fit(VectorStream stream, TrainingLabels known, Spaces spaces) {
        TopicScan scan = new TopicScan(codec, stream, known.labels(), samples.longTermSize());
        scan.read(sources.readers().get());
        try {
            Optional<FitResult> result = scan.sample().size() < samples.minimum()
                    ? Optional.empty()
                    : fitting.fit(new AdaptedFitInput(
                            stream, scan.images(), scan.sample(), scan.labelled(), known.digest(), spaces));
            if (result.isEmpty()) {
                later("too few pictures have vectors: %d in the sample, %d of %d labelled ones"
                        .formatted(
                                scan.sample().size(),
                                scan.labelled().size(),
                                known.labels().size()));
                return;
            }
            publish(result.get(), known);
        } catch (IllegalArgumentException e) {
            later(String.valueOf(e.getMessage()));
        }
    }

    private void publish(FitResult result, TrainingLabels known) {
        publisher.accept(result);
        published = known.digest();
        publishedUntil = clock.instant().plus(ECHO);
        metrics.report(result.report());
        LOGGER.atInfo()
                .addKeyValue("space", result.space().id())
                .addKeyValue("proposed", result.report().getProposed())
                .addKeyValue("labels", result.report().getLabelsFitted())
                .addKeyValue("classes", result.report().getLabelClasses())
                .addKeyValue("weight", result.report().getWeight())
                .addKeyValue("millis", result.report().getFitMillis())
                .log("learnt from labels: {}", result.report().getReason());
    }

    /** The same images would fail again; more of them may come. */
    private void later(String reason) {
        failures++;
        due = clock.instant().plus(retries.backoff(failures));
        metrics.window("no-adaptation");
        LOGGER.atInfo().addKeyValue("again", due).log("no space learns from the labels yet: {}", reason);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
