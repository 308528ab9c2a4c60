package org.lookalike.refit.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.LabelRecords;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.refit.Refit;
import org.lookalike.refit.RefitConfig;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.testkit.log.ExpectedLogs;

/** Two instances between a real broker and a real registry, one of which learns from labels. */
@ExpectedLogs("Error processing append operation")
final class AdaptIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String ENCODER = "00112233445566aa";
    private static final int FEATURES = 40;
    private static final int KINDS = 6;
    private static final int NUISANCES = 6;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> running = new ArrayList<>();
    private KafkaConfig kafka;
    private KafkaClients clients;
    private AvroCodec codec;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        EmbeddedKafka broker = EmbeddedKafka.start(folder, 0);
        running.add(broker);
        kafka = new KafkaConfig(broker.bootstrapServers(), TestRegistry.url(), true, Map.of());
        clients = new KafkaClients(kafka);
        try (Admin admin = clients.admin("test")) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
        }
        codec = new AvroCodec(TestRegistry.url(), true);
        running.add(codec);
        producer = clients.producer("test");
        running.add(producer);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void labelsThatHaveBecomeQuietMakeOneSpaceAndItsReport() throws Exception {
        send(new SpaceRecords(codec, InstantSource.system()).of(Space.raw(ENCODER, FEATURES)));
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            ImageVector vector = vector("p" + i, i % KINDS);
            sends.add(producer.send(new ProducerRecord<>(
                    Topics.VECTORS.name(), Records.key(vector.getImageId()), codec.encode(Topics.VECTORS, vector))));
        }
        assertThat(sends).allSatisfy(send -> assertThat(send).succeedsWithin(TIMEOUT));
        Platform first = instance();
        instance();
        label(24);

        await().atMost(TIMEOUT).until(() -> !reports().isEmpty());

        RefitReport report = reports().get(0);
        assertThat(report.getKind()).isEqualTo(RefitKind.ADAPTED);
        assertThat(report.getProposed()).as(report.getReason()).isTrue();
        assertThat(report.getLabelsFitted() + report.getLabelsHeldOut()).isEqualTo(KINDS * 24);
        assertThat(report.getWindowPictures()).isEqualTo(600);
        Space space = SpaceFeed.read(clients, codec).find(report.getSpaceId()).orElseThrow();
        assertThat(space.isAdapted()).isTrue();
        assertThat(space.clusters()).isNotEmpty();

        // The other instance does not fit to the same labels again, but once they change.
        first.close();
        running.remove(first);
        label(36);

        await().atMost(TIMEOUT).until(() -> reports().size() > 1);
        assertThat(reports()).hasSize(2);
        assertThat(reports().get(1).getLabelsFitted()).isGreaterThan(report.getLabelsFitted());
        assertThat(reports().get(1).getLabelsDigest()).isNotEqualTo(report.getLabelsDigest());
    }

    private void label(int each) {
        LabelRecords records = new LabelRecords(codec, InstantSource.system());
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (int i = 0; i < KINDS * each; i++) {
            sends.add(producer.send(records.of(new ImageLabel("p" + i, "kind " + i % KINDS, "test", Instant.EPOCH))));
        }
        assertThat(sends).allSatisfy(send -> assertThat(send).succeedsWithin(TIMEOUT));
    }

    private Platform instance() {
        List<String> flags = List.of(
                "--refit.adapt.quiet=2s",
                "--refit.sample.minimum=100",
                "--refit.window.length=1h",
                "--refit.window.quiet=1h",
                "--refit.fit.dimensions=12",
                "--refit.fit.clusters=6",
                "--refit.fit.threads=1");
        Platform platform = new Platform("refit", kafka, new SimpleMeterRegistry(), new Health());
        running.add(platform);
        Refit.assemble(Settings.read(flags, Map.of(), RefitConfig::from).config(), platform);
        platform.start();
        return platform;
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        assertThat(producer.send(record)).succeedsWithin(TIMEOUT);
    }

    private List<RefitReport> reports() {
        List<RefitReport> reports = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Topics.REFITS.name(), 0);
        try (Consumer<byte[], byte[]> reader = clients.reader("test")) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                reader.poll(Duration.ofMillis(100))
                        .forEach(record -> reports.add(codec.decode(Topics.REFITS, record.value())));
            }
        }
        return reports;
    }

    private static ImageVector vector(String id, int kind) {
        Random random = new Random(id.hashCode());
        ByteBuffer bytes = ByteBuffer.allocate(FEATURES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < FEATURES; j++) {
            double mean = j == NUISANCES + kind ? 2.5 : 0;
            bytes.putFloat((float) (mean + random.nextGaussian() * (j < NUISANCES ? 1.5 : 0.5)));
        }
        return ImageVector.newBuilder()
                .setImageId(id)
                .setEncoderId(ENCODER)
                .setDimensions(FEATURES)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes.flip())
                .setUri("file:///pictures/" + id)
                .setSha256("ab".repeat(32))
                .setSource("line 7")
                .setArrivedAt(Instant.EPOCH)
                .setEmbeddedAt(Instant.EPOCH)
                .setAttributes(Map.of())
                .setWidth(640)
                .setHeight(480)
                .build();
    }
}
