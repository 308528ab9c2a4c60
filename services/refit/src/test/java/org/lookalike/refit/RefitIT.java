package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.refit.fit.Fit;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.testkit.log.ExpectedLogs;

/** Two instances between a real broker and a real registry, one of them a process that is killed. */
@ExpectedLogs("Error processing append operation")
final class RefitIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(80);
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int SAMPLE = 200;
    private static final Map<String, String> SHORT_TIMEOUTS =
            Map.of("session.timeout.ms", "4000", "heartbeat.interval.ms", "500", "transaction.timeout.ms", "4000");

    @TempDir
    private Path folder;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    /** An encoder of its own for each test, for all spaces lie on one topic. */
    private final String encoder = name + "00000000";

    private final Topic<ImageVector> vectors = Topics.vectors("vectors." + name);
    private final SampleWindow window = window();
    private final List<AutoCloseable> running = new ArrayList<>();
    private KafkaClients clients;
    private AvroCodec codec;
    private Producer<byte[], byte[]> embedder;

    @BeforeEach
    void connect() {
        clients = new KafkaClients(kafka(Map.of()));
        try (Admin admin = clients.admin("test")) {
            List<Topic<?>> topics = new ArrayList<>(Topics.all());
            topics.add(vectors);
            new TopicAdmin(admin).create(topics, Optional.of((short) 1));
        }
        codec = new AvroCodec(TestRegistry.url(), true);
        embedder = clients.producer("embedder");
        running.add(codec);
        running.add(embedder);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void killingOneOfTwoInstancesInTheMiddleOfAWindowChangesNothing() throws Exception {
        Process killed = process();
        instance();
        await().atMost(TIMEOUT).until(() -> members() == 2);
        List<ImageVector> images = images("a", 600);
        publish(images.subList(0, 300), window.start());
        await().atMost(TIMEOUT).until(() -> lag() == 0);

        killed.destroyForcibly().waitFor();
        publish(images.subList(300, 600), window.start() + 1);
        closeWindows();

        assertThatOneSpaceCameOut(images);
    }

    @Test
    void killingTheOnlyInstanceWhenTheWindowHasClosedChangesNothing() throws Exception {
        Process killed = process();
        List<ImageVector> images = images("a", 600);
        publish(images, window.start());
        closeWindows();
        // The samples are on their way to the task that merges them, or there, or being fitted.
        await().atMost(TIMEOUT).until(() -> lag() == 0);

        killed.destroyForcibly().waitFor();
        instance();

        assertThatOneSpaceCameOut(images);
    }

    @Test
    void killingTheOnlyInstanceInTheMiddleOfItsFitChangesNothing() throws Exception {
        Process killed = process();
        List<ImageVector> images = images("a", 600);
        publish(images, window.start());
        closeWindows();
        // The first fit of a process loads its maths, so that it takes longer than it takes to kill it.
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(2)).until(() -> output().contains("fitting a space"));

        killed.destroyForcibly().waitFor();
        assertThat(output()).as("killed before its end").doesNotContain("no fitted space of encoder");
        instance();

        assertThatOneSpaceCameOut(images);
    }

    private String output() throws IOException {
        Path output = folder.resolve("output");
        return Files.exists(output) ? Files.readString(output) : "";
    }

    private void assertThatOneSpaceCameOut(List<ImageVector> images) {
        await().atMost(TIMEOUT).until(() -> !reports().isEmpty());
        // The next window's report comes after everything that its predecessor might still have brought.
        publish(images("last", 60), window.end() + 2 * WINDOW.toMillis());
        await().atMost(TIMEOUT)
                .until(() -> reports().stream()
                        .anyMatch(report -> report.getWindowStart().toEpochMilli() > window.start()));

        String expected = expected(images).id();
        assertThat(spaces()).extracting(Space::id).containsExactly(expected);
        assertThat(reports().stream().filter(report -> report.getWindowStart().toEpochMilli() == window.start()))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.getProposed()).isTrue();
                    assertThat(report.getSpaceId()).isEqualTo(expected);
                    assertThat(report.getSampleSize()).isEqualTo(SAMPLE);
                });
    }

    /** What one fit to the images with the smallest hashes comes to, without any topic in between. */
    private Space expected(List<ImageVector> images) {
        List<SampledImage> sample = images.stream()
                .sorted(Comparator.comparing(image -> SampleHash.of(image.getImageId()), Long::compareUnsigned))
                .limit(SAMPLE)
                .map(image -> new SampledImage(
                        image.getImageId(),
                        window.start(),
                        FeatureEncoding.FLOAT32_LE,
                        TestVectors.FEATURES,
                        image.getFeatures().array(),
                        image.getSource(),
                        image.getUri(),
                        ""))
                .toList();
        VectorStream stream = new VectorStream(vectors.name(), encoder, TestVectors.FEATURES);
        FitInput input = new FitInput(stream, window, images.size(), sample, Spaces.none(), Map.of(), false);
        return new Fit(config().fit(), InstantSource.system()).run(input).space();
    }

    private List<ImageVector> images(String prefix, int count) {
        List<ImageVector> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(TestVectors.vector(prefix + i, "line 7", i % 4, encoder));
        }
        return images;
    }

    /** The beginnings of the next window, in every partition; they are in its sample only. */
    private void closeWindows() {
        publish(images("next", 60), window.end() + WINDOW.toMillis() / 2);
    }

    private void publish(List<ImageVector> images, long time) {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (ImageVector image : images) {
            byte[] value = codec.encode(vectors, image);
            sends.add(embedder.send(
                    new ProducerRecord<>(vectors.name(), null, time, Records.key(image.getImageId()), value)));
        }
        assertThat(sends).allSatisfy(send -> assertThat(send).succeedsWithin(TIMEOUT));
    }

    private List<String> flags() {
        return List.of(
                "--refit.application-id=refit-" + name,
                "--refit.vectors.topics=" + vectors.name(),
                "--refit.commit-interval=100ms",
                "--refit.window.length=" + WINDOW.toMinutes() + "m",
                "--refit.window.quiet=30m",
                "--refit.window.merge-timeout=30m",
                "--refit.sample.window-size=" + SAMPLE,
                "--refit.sample.long-term-size=" + SAMPLE,
                "--refit.sample.minimum=20",
                "--refit.fit.dimensions=4",
                "--refit.fit.clusters=4",
                "--refit.fit.threads=1");
    }

    private RefitConfig config() {
        return Settings.read(flags(), Map.of(), RefitConfig::from).config();
    }

    private static KafkaConfig kafka(Map<String, String> properties) {
        return new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), true, properties);
    }

    private void instance() {
        Platform platform = new Platform("refit", kafka(SHORT_TIMEOUTS), new SimpleMeterRegistry(), new Health());
        running.add(platform);
        Refit.assemble(config(), platform);
        platform.start();
    }

    private Process process() throws IOException {
        Path properties = folder.resolve("client.properties");
        Files.write(
                properties,
                SHORT_TIMEOUTS.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                // As a service logs, not as a test does.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Refit.class.getName(),
                "--kafka.bootstrap-servers=" + TestKafka.bootstrapServers(),
                "--kafka.client-properties-file=" + properties,
                "--registry.url=" + TestRegistry.url(),
                "--registry.auto-register=true"));
        command.addAll(flags());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        running.add(() -> process.destroyForcibly().waitFor());
        return process;
    }

    private int members() throws Exception {
        try (Admin admin = clients.admin("test")) {
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of("refit-" + name))
                    .all()
                    .get()
                    .get("refit-" + name);
            boolean working = group != null
                    && group.members().stream()
                            .noneMatch(member ->
                                    member.assignment().topicPartitions().isEmpty());
            return group == null || !working ? 0 : group.members().size();
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    /** How many vectors the application has not committed yet. */
    private long lag() throws Exception {
        try (Admin admin = clients.admin("test");
                Consumer<byte[], byte[]> reader = clients.reader("test")) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("refit-" + name)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return reader.endOffsets(partitions(reader, vectors.name())).entrySet().stream()
                    .mapToLong(end -> {
                        OffsetAndMetadata known = committed.get(end.getKey());
                        return end.getValue() - (known == null ? 0 : known.offset());
                    })
                    .sum();
        }
    }

    private List<RefitReport> reports() {
        return read(Topics.REFITS).stream()
                .map(record -> codec.decode(Topics.REFITS, record.value()))
                .filter(report -> report.getEncoderId().equals(encoder))
                .toList();
    }

    private List<Space> spaces() {
        SpaceRecords records = new SpaceRecords(codec, InstantSource.system());
        List<Space> spaces = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.SPACES)) {
            records.apply(Spaces.none(), record.value()).all().stream()
                    .filter(space -> space.encoderId().equals(encoder))
                    .forEach(spaces::add);
        }
        return spaces;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic<?> topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = clients.reader("test")) {
            Set<TopicPartition> partitions = partitions(reader, topic.name());
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> reader.position(partition) < ends.getOrDefault(partition, 0L))) {
                reader.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Set<TopicPartition> partitions(Consumer<byte[], byte[]> reader, String topic) {
        return reader.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }

    private static SampleWindow window() {
        long length = WINDOW.toMillis();
        long start = Instant.now().toEpochMilli() / length * length - 4 * length;
        return new SampleWindow(start, start + length);
    }
}
