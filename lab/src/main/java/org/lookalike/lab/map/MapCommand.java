package org.lookalike.lab.map;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.MapPublishing;
import org.lookalike.admin.map.MapSample;
import org.lookalike.admin.map.PointImage;
import org.lookalike.admin.map.Thumbnails;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.ProgressBar;
import org.lookalike.cli.spaces.NamedSpace;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.latent.map.Place;
import org.lookalike.latent.map.TsneMonitor;
import org.lookalike.latent.map.TsneOptions;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.spaces.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A map of a space's images. */
@Command(
        name = "map",
        description = "Draw a map that places similar pictures next to each other: a table, a web page," + " drawings.")
public final class MapCommand implements Callable<Integer> {
    private static final int BYTES_PER_MEGABYTE = 1_000_000;
    private static final int UPDATE_ITERATIONS = TsneOptions.forUpdate().iterations();
    private static final int EXAGGERATED = TsneOptions.defaults().exaggeratedIterations();
    private static final long MAX_IMAGE_BYTES = 64L << 20;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "Where map.csv, .html, .png, .svg go.")
    private Path out = Path.of("");

    @Option(names = "--space", paramLabel = "ID", description = "The space (default: the active one).")
    private String spaceId = "";

    @Option(
            names = "--limit",
            defaultValue = "20000",
            description = "Maximum number of pictures; of more, a reproducible sample is used (default:"
                    + " ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--perplexity",
            defaultValue = "20",
            description = "How many neighbours each heeds, about; below a third of the pictures"
                    + " (default: ${DEFAULT-VALUE}).")
    private double perplexity;

    @Option(names = "--iterations", description = "Steps (default: 2000, with --from 250).")
    private @Nullable Integer iterations;

    @Option(
            names = "--metric",
            defaultValue = "EUCLIDEAN",
            description = "${COMPLETION-CANDIDATES}, in any case (default: ${DEFAULT-VALUE}).")
    private Metric metric = Metric.EUCLIDEAN;

    @Option(names = "--seed", defaultValue = "0", description = "Random seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--from", paramLabel = "MAP.csv", description = "Start from this earlier map.")
    private @Nullable Path from;

    @Option(
            names = "--place",
            paramLabel = "MAP.csv",
            description = "Keep this earlier map and place new pictures on it (out-of-sample).")
    private @Nullable Path place;

    @Option(
            names = "--publish",
            description = "Put the map on the topic map, too: searches can then place new pictures on it.")
    private boolean publish;

    @Option(names = "--features", description = "Put the encoder's features into the table.")
    private boolean features;

    @Option(names = "--thumbnails", description = "Show pictures in the PNG and the SVG, too.")
    private boolean thumbnails;

    @Option(
            names = "--thumbnail-side",
            defaultValue = "96",
            description = "Pixels of a picture on the page, at least 16 (default: ${DEFAULT-VALUE}).")
    private int thumbnailSide;

    @Option(
            names = "--page-megabytes",
            defaultValue = "50",
            description = "About how large the page may get; 0 leaves its pictures out (default: ${DEFAULT-VALUE}).")
    private int pageMegabytes;

    @Override
    public Integer call() {
        if (from != null && place != null) {
            throw new IllegalArgumentException("--from makes a new map and --place keeps the earlier one: choose one");
        }
        if (limit < 1 || pageMegabytes < 0) {
            throw new IllegalArgumentException(
                    "--limit is %d and --page-megabytes %d: must be at least 1 and 0".formatted(limit, pageMegabytes));
        }
        TsneOptions options = options();
        KafkaConfig kafka = system.kafka();
        NamedSpace named = NamedSpace.read(kafka, spaceId);
        Space space = named.space();
        MapSample sample = read(kafka, space);
        List<PointImage> images = sample.images();
        MapMaker.Made made = make(options, images);
        List<MapPoint> points =
                MapMaker.points(images, MapLabels.of(images, named.naming()::ofImage), made.positions());
        Thumbnails small = thumbnails(points);
        MapFiles files = new MapFiles(
                "%,d pictures of space %s".formatted(points.size(), space.id()),
                points,
                features
                        ? images.stream()
                                .map(image -> Objects.requireNonNull(image.features()))
                                .toList()
                        : List.of(),
                small,
                thumbnails);
        long bytes = files.write(out);
        report(sample, made, small, bytes);
        if (publish) {
            publish(kafka, points);
        }
        return 0;
    }

    private TsneOptions options() {
        int steps = iterations != null
                ? iterations
                : from != null ? UPDATE_ITERATIONS : TsneOptions.defaults().iterations();
        return TsneOptions.defaults()
                .withPerplexity(perplexity)
                .withIterations(steps, Math.min(steps, EXAGGERATED))
                .withMetric(metric)
                .withSeed(seed);
    }

    private static void publish(KafkaConfig kafka, List<MapPoint> points) {
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            String id = new MapPublishing(new KafkaClients(kafka), codec).publish(points, Instant.now());
            Console.step("published as map " + id);
        }
    }

    private MapSample read(KafkaConfig kafka, Space space) {
        Console.step("reading pictures of space " + space.id());
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            MapSample sample = MapSample.read(
                    new TopicScanner(new KafkaClients(kafka)), codec, space, limit, features, Console::problem);
            if (sample.images().isEmpty()) {
                throw new IllegalArgumentException("space %s has no pictures: index some first".formatted(space.id()));
            }
            return sample;
        }
    }

    private MapMaker.Made make(TsneOptions options, List<PointImage> images) {
        Console.step("drawing a map of %,d pictures".formatted(images.size()));
        ProgressBar bar = Console.progressBar("iterations");
        MapMaker maker = new MapMaker(
                options,
                new TsneMonitor(
                        (done, all, divergence) -> {
                            if (done < all) {
                                bar.show(done, 0, all);
                            } else {
                                bar.finish(done, 0, all);
                            }
                        },
                        () -> false));
        if (place != null) {
            return maker.place(images, MapCsv.places(place));
        }
        if (from != null) {
            Map<String, Place> earlier = MapCsv.places(from);
            return maker.from(images, earlier);
        }
        return maker.create(images);
    }

    private Thumbnails thumbnails(List<MapPoint> points) {
        if (pageMegabytes == 0 && !thumbnails) {
            return Thumbnails.NONE;
        }
        Console.step("fetching their pictures");
        try (ImageStore store = ImageStores.open(system.read(ImageStoreConfig::from))) {
            Function<MapPoint, Optional<byte[]>> images =
                    point -> Optional.of(store.get(URI.create(point.uri()), MAX_IMAGE_BYTES));
            // Base64 makes four bytes of three.
            return Thumbnails.of(
                    points,
                    images,
                    system.read(DecodeLimits::from),
                    thumbnailSide,
                    (long) pageMegabytes * BYTES_PER_MEGABYTE * 3 / 4);
        }
    }

    private void report(MapSample sample, MapMaker.Made made, Thumbnails small, long bytes) {
        int shown = sample.images().size();
        Console.line("%,d picture%s on the map in %s: %s".formatted(shown, shown == 1 ? "" : "s", out, made.summary()));
        Console.line(String.format(
                Locale.ROOT,
                "map.html has %.1f MB, %,d of its points a picture of up to %d pixels",
                (double) bytes / BYTES_PER_MEGABYTE,
                small.count(),
                small.side()));
        if (sample.all() > shown) {
            Console.step("a sample of about %,d pictures; --limit takes more".formatted(sample.all()));
        }
        if (from != null || place != null) {
            Console.step("%,d of them known from the earlier map".formatted(made.known()));
        }
        if (sample.leftOut() > 0) {
            Console.step("%,d left out that cannot be placed in this space".formatted(sample.leftOut()));
        }
    }
}
