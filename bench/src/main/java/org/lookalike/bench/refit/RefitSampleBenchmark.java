package org.lookalike.bench.refit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.events.RefitReport;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.LabelRecords;
import org.lookalike.latent.sample.BottomK;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.refit.Refit;
import org.lookalike.refit.RefitConfig;
import org.lookalike.refit.sample.ConsumerVectorFetcher;
import org.lookalike.refit.sample.VectorDecoder;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;

/** A broker in this process, some vectors of 1,280 floats, and the refit service. */
final class RefitSampleBenchmark implements AutoCloseable {
    private static final int FEATURES = 1_280;
    private static final int SAMPLE = 4_000;
    private static final double TEN_MILLION = 10e6;
    private static final double MEBI = 1 << 20;
    private static final double GIBI = 1 << 30;
    private static final String ENCODER = "00112233445566aa";
    private static final String APPLICATION = "refit";
    private static final String REGISTRY = "mock://refit-sample";
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final int vectors;
    private final int labels;
    private final java.util.function.Consumer<String> progress;
    private final OwnedResources resources = new OwnedResources();
    private final Path folder;
    private final KafkaConfig kafka;
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;

    RefitSampleBenchmark(int vectors, int labels, java.util.function.Consumer<String> progress) throws IOException {
        this.vectors = vectors;
        this.labels = labels;
        this.progress = progress;
        this.folder = Files.createTempDirectory("lookalike-bench");
        resources.own(() -> delete(folder));
        EmbeddedKafka broker = resources.own(EmbeddedKafka.start(folder.resolve("kafka"), 0));
        this.kafka = new KafkaConfig(broker.bootstrapServers(), REGISTRY, true, Map.of());
        this.clients = new KafkaClients(kafka);
        this.codec = resources.own(new AvroCodec(REGISTRY, true));
        this.admin = resources.own(clients.admin("bench"));
        new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
        this.producer = resources.own(clients.producer("bench"));
    }

    /** Measures, and tells one line for each figure. */
    List<String> run() throws Exception {
        publishVectors();
        List<String> lines = new ArrayList<>();
        scan(lines);
        lookUp(lines);
        refit(lines);
        return lines;
    }

    private void publishVectors() {
        progress.accept("publishing %,d vectors of %,d floats".formatted(vectors, FEATURES));
        Random random = new Random(1);
        byte[] features = new byte[FEATURES * Float.BYTES];
        Records records = new Records(codec);
        for (int number = 0; number < vectors; number++) {
            ByteBuffer bytes = ByteBuffer.wrap(features).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < FEATURES; i++) {
                bytes.putFloat((float) random.nextGaussian() + (i == number % 20 ? 3 : 0));
            }
            // What cannot be sent is missed at the end.
            var unused = producer.send(records.of(Topics.VECTORS, id(number), event(number, features)));
        }
        producer.flush();
    }

    /** Reads the whole topic once, with a sample by the keys' hashes: only what the sample admits is decoded. */
    private void scan(List<String> lines) {
        progress.accept("scanning");
        Consumer<byte[], byte[]> consumer = clients.reader("scan");
        BottomK<ImageVector> sample = new BottomK<>(SAMPLE);
        long start = System.nanoTime();
        double bytes;
        try (TopicReader reader = new TopicReader(consumer, Topics.VECTORS.name())) {
            reader.read(record -> {
                String id = Records.text(record.key());
                if (id != null && record.value() != null && sample.admits(id)) {
                    sample.offer(id, codec.decode(Topics.VECTORS, record.value()));
                }
            });
            bytes = consumed(consumer);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double scale = TEN_MILLION / vectors;
        lines.add(text(
                "scan of all vectors                %,d vectors: %.1f s, %.0f MiB; ten million: %.0f s, %.1f GiB, each fit",
                vectors, seconds, bytes / MEBI, seconds * scale, bytes * scale / GIBI));
    }

    /** Fetches the vectors of labelled images one by one, as the service does when old images are labelled. */
    private void lookUp(List<String> lines) {
        progress.accept("fetching %,d vectors by offset".formatted(labels));
        Map<String, long[]> places = new HashMap<>();
        try (TopicReader reader = new TopicReader(clients.reader("offsets"), Topics.VECTORS.name())) {
            reader.read(record -> places.put(
                    String.valueOf(Records.text(record.key())), new long[] {record.partition(), record.offset()}));
        }
        Consumer<byte[], byte[]> consumer = clients.reader("fetch", ConsumerVectorFetcher.FETCH_BYTES);
        VectorDecoder decoder = new VectorDecoder(codec, new Retrier(RetryPolicy.forever(), RetryListener.NONE), "");
        long start = System.nanoTime();
        double bytes;
        try (ConsumerVectorFetcher fetcher = new ConsumerVectorFetcher(() -> consumer, decoder)) {
            for (int number : labelled()) {
                long[] place = places.getOrDefault(id(number), new long[2]);
                if (fetcher.fetch(Topics.VECTORS.name(), (int) place[0], place[1])
                        .isEmpty()) {
                    throw new IllegalStateException("%s is not on the topic".formatted(id(number)));
                }
            }
            bytes = consumed(consumer);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        lines.add(text(
                "lookups by offset                  %,d vectors: %.1f s, %.2f ms and %.0f KiB each, once for each label",
                labels, seconds, seconds * 1e3 / labels, bytes / labels / 1024));
    }

    private void refit(List<String> lines) throws Exception {
        producer.send(new SpaceRecords(codec, InstantSource.system()).of(Space.raw(ENCODER, FEATURES)))
                .get();
        Path state = folder.resolve("state");
        RefitConfig config = Settings.read(
                        List.of(
                                "--refit.state-folder=" + state,
                                "--refit.adapt.quiet=" + QUIET.toMillis() + "ms",
                                "--refit.sample.long-term-size=" + SAMPLE,
                                "--refit.window.length=1d",
                                "--refit.window.quiet=1d",
                                "--refit.fit.dimensions=32",
                                "--refit.fit.clusters=8"),
                        Map.of(),
                        RefitConfig::from)
                .config();
        progress.accept("letting the refit service read the vectors");
        long start = System.nanoTime();
        try (Platform platform = new Platform("refit", kafka, new SimpleMeterRegistry(), new Health())) {
            Refit.assemble(config, platform);
            platform.start();
            awaitRead();
            double seconds = (System.nanoTime() - start) / 1e9;
            lines.add(text(
                    "topology reads all vectors once    %.1f s from the start, %.0f vectors/s",
                    seconds, vectors / seconds));
            progress.accept("labelling %,d pictures".formatted(labels));
            start = System.nanoTime();
            publishLabels();
            RefitReport report = awaitReport();
            seconds = (System.nanoTime() - start) / 1e9;
            lines.add(text(
                    "fit to %,d labels                  %.1f s from the first label to the report, of which %.1f s quiet and"
                            + " %.1f s fit; %,d in the sample",
                    report.getLabelsFitted() + report.getLabelsHeldOut(),
                    seconds,
                    QUIET.toMillis() / 1e3,
                    report.getFitMillis() / 1e3,
                    report.getSampleSize()));
        }
        sizes(state, lines);
    }

    private void sizes(Path state, List<String> lines) throws Exception {
        Map<String, Long> stores = new TreeMap<>();
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path parent = file.getParent();
                if (parent != null
                        && parent.getParent() != null
                        && parent.getParent().endsWith("rocksdb")) {
                    stores.merge(parent.getFileName().toString(), Files.size(file), Long::sum);
                }
            }
        }
        stores.forEach((store, bytes) -> lines.add(text(
                "state %-28s %.1f MiB, %.0f bytes for each vector", store, bytes / MEBI, (double) bytes / vectors)));
        Map<String, Long> topics = new TreeMap<>();
        admin.describeLogDirs(List.of(broker()))
                .allDescriptions()
                .get()
                .values()
                .forEach(folders -> folders.values()
                        .forEach(replicas -> replicas.replicaInfos()
                                .forEach(
                                        (partition, info) -> topics.merge(partition.topic(), info.size(), Long::sum))));
        topics.forEach((topic, bytes) -> {
            if (topic.equals(Topics.VECTORS.name()) || topic.startsWith(APPLICATION + "-")) {
                lines.add(text(
                        "topic %-40s %.1f MiB, %.0f bytes for each vector",
                        topic, bytes / MEBI, (double) bytes / vectors));
            }
        });
    }

    private int broker() throws Exception {
        return admin.describeCluster().nodes().get().iterator().next().id();
    }

    private void publishLabels() {
        LabelRecords records = new LabelRecords(codec, InstantSource.system());
        for (int number : labelled()) {
            ProducerRecord<byte[], byte[]> record =
                    records.of(new ImageLabel(id(number), "kind " + number % 20, "bench", Instant.EPOCH));
            var unused = producer.send(record);
        }
        producer.flush();
    }

    /** Waits until the service has committed all vectors. */
    private void awaitRead() throws Exception {
        try (Consumer<byte[], byte[]> reader = clients.reader("lag")) {
            Set<TopicPartition> partitions = Set.copyOf(reader.partitionsFor(Topics.VECTORS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            await(() -> {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(APPLICATION)
                        .partitionsToOffsetAndMetadata()
                        .get();
                return ends.entrySet().stream().allMatch(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return offset != null && offset.offset() >= end.getValue();
                });
            });
        }
    }

    private RefitReport awaitReport() throws Exception {
        List<RefitReport> reports = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients.reader("reports"), Topics.REFITS.name())) {
            await(() -> {
                reader.read(record -> reports.add(codec.decode(Topics.REFITS, record.value())));
                return !reports.isEmpty();
            });
        }
        return reports.get(0);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within %d minutes".formatted(LIMIT.toMinutes()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private int[] labelled() {
        return new Random(2).ints(0, vectors).distinct().limit(labels).toArray();
    }

    private static double consumed(Consumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("incoming-byte-total")
                        && metric.getKey().group().equals("consumer-metrics"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }

    private static String id(int number) {
        return "line-1/2026/03/picture-%08d.jpg".formatted(number);
    }

    private static ImageVector event(int number, byte[] features) {
        return ImageVector.newBuilder()
                .setImageId(id(number))
                .setEncoderId(ENCODER)
                .setDimensions(FEATURES)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(ByteBuffer.wrap(features))
                .setUri("file:///pictures/" + id(number))
                .setSha256("ab".repeat(32))
                .setSource("line-1")
                .setArrivedAt(Instant.EPOCH)
                .setEmbeddedAt(Instant.EPOCH)
                .setAttributes(Map.of("station", "7"))
                .setWidth(640)
                .setHeight(480)
                .build();
    }

    @com.google.errorprone.annotations.FormatMethod
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
