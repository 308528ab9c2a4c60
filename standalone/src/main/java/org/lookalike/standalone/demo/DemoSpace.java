package org.lookalike.standalone.demo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.admin.map.MapPublishing;
import org.lookalike.admin.map.MapSample;
import org.lookalike.admin.map.PointImage;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.lab.map.MapMaker;
import org.lookalike.latent.map.TsneMonitor;
import org.lookalike.latent.map.TsneOptions;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.refit.fit.Fit;
import org.lookalike.refit.fit.FitConfig;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.merge.FitRecords;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.schemas.FeatureBytes;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/**
 * A space with clusters and a map of what the demo indexed, at once: the refit service fits when a window ends, which is up to an
 * hour later. Does what that service does, with the same code and the same records.
 */
public final class DemoSpace {
    private static final int MOST_FITTED = 20_000;
    private static final int MOST_ON_MAP = 5_000;
    private static final int FEWEST_ON_MAP = 30;
    private static final int ITERATIONS = 750;
    private static final int EXAGGERATED = 250;
    private static final double PERPLEXITY = 20;
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(300);

    private final KafkaClients clients;
    private final AvroCodec codec;
    private final FitConfig config;
    private final Consumer<String> progress;

    /** @param progress told in a few words about each step */
    public DemoSpace(KafkaConfig kafka, AvroCodec codec, FitConfig config, Consumer<String> progress) {
        this.clients = new KafkaClients(kafka);
        this.codec = codec;
        this.config = config;
        this.progress = progress;
    }

    /** Fits, waits until the new space answers searches, and draws the map; says why where it does not. */
    public void make() throws InterruptedException {
        Optional<Space> active = SpaceFeed.read(clients, codec).active();
        if (active.isEmpty()) {
            progress.accept("no clusters and no map: no space is active");
            return;
        }
        List<PointImage> images = images(active.get(), MOST_FITTED, true);
        Space space = active.get();
        try {
            FitResult fitted = fit(space, images);
            if (fitted.report().getProposed()) {
                space = publish(fitted);
            } else {
                progress.accept(
                        "kept the space that is there: " + fitted.report().getReason());
            }
        } catch (IllegalArgumentException e) {
            progress.accept("no clusters: " + e.getMessage());
        }
        map(space);
    }

    private List<PointImage> images(Space space, int limit, boolean features) {
        return MapSample.read(new TopicScanner(clients), codec, space, limit, features, progress).images().stream()
                .sorted(Comparator.comparing(image -> SampleHash.of(image.imageId()), Long::compareUnsigned))
                .toList();
    }

    private FitResult fit(Space space, List<PointImage> images) {
        progress.accept("fitting a space to %,d pictures".formatted(images.size()));
        VectorStream stream = new VectorStream(space.vectorsTopic(), space.encoderId(), space.encoderDimensions());
        long now = InstantSource.system().millis();
        List<SampledImage> sample =
                images.stream().map(image -> sampled(image, now)).toList();
        Spaces spaces = SpaceFeed.read(clients, codec);
        return new Fit(config, InstantSource.system())
                .run(new FitInput(stream, new SampleWindow(0, now), images.size(), sample, spaces, Map.of(), false));
    }

    private static SampledImage sampled(PointImage image, long now) {
        float[] features = Objects.requireNonNull(image.features());
        ByteBuffer written = FeatureBytes.write(features, FeatureEncoding.FLOAT32_LE);
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return new SampledImage(
                image.imageId(),
                now,
                FeatureEncoding.FLOAT32_LE,
                features.length,
                bytes,
                image.source(),
                image.uri(),
                "");
    }

    private Space publish(FitResult fitted) throws InterruptedException {
        FitRecords records = new FitRecords(codec, new SpaceRecords(codec, InstantSource.system()), 1);
        try (var producer = clients.producer("lookalike-demo")) {
            new RecordSender(producer)
                    .send(records.of(fitted).stream()
                            .map(record -> new ProducerRecord<>(record.topic(), record.key(), record.value()))
                            .toList());
        }
        progress.accept("filling the space, %d clusters in %d dimensions"
                .formatted(fitted.report().getClusters(), fitted.report().getDimensions()));
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        Optional<Space> active = SpaceFeed.read(clients, codec).active();
        while (active.filter(fitted.space()::equals).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
            active = SpaceFeed.read(clients, codec).active();
        }
        if (active.filter(fitted.space()::equals).isEmpty()) {
            progress.accept("the space is still being filled; `lookalike spaces` shows how far it is");
        }
        return fitted.space();
    }

    private void map(Space space) {
        List<PointImage> images = images(space, MOST_ON_MAP, false);
        if (images.size() < FEWEST_ON_MAP) {
            progress.accept("no map: %d pictures are too few".formatted(images.size()));
            return;
        }
        progress.accept("drawing a map of %,d pictures".formatted(images.size()));
        TsneOptions options = TsneOptions.defaults()
                .withPerplexity(Math.min(PERPLEXITY, (images.size() - 1) / 4.0))
                .withIterations(ITERATIONS, EXAGGERATED);
        MapMaker.Made made =
                new MapMaker(options, new TsneMonitor((done, all, divergence) -> {}, () -> false)).create(images);
        List<String> labels = images.stream().map(image -> "").toList();
        new MapPublishing(clients, codec).publish(MapMaker.points(images, labels, made.positions()), Instant.now());
    }
}
