package org.lookalike.refit.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.events.RefitKind;
import org.lookalike.labels.ImageLabel;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.Records;
import org.lookalike.refit.fit.AdaptedFitInput;
import org.lookalike.refit.fit.ClusterAssignments;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.merge.RefitMetrics;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

final class AdapterTest {
    private static final String ENCODER = "00112233445566aa";
    private static final TopicPartition VECTORS = new TopicPartition(Topics.VECTORS.name(), 0);

    private final AvroCodec codec = new AvroCodec("mock://adapter", true);
    private final AtomicReference<Map<String, ImageLabel>> labels = new AtomicReference<>(Map.of());
    private final AtomicReference<LastRefits> refits = new AtomicReference<>(LastRefits.none());
    private final List<ConsumerRecord<byte[], byte[]>> vectors = new ArrayList<>();
    private final List<AdaptedFitInput> fits = new ArrayList<>();
    private final List<FitResult> published = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private boolean enough = true;

    private final Adapter adapter = new Adapter(
            Settings.read(List.of("--refit.adapt.quiet=1m"), Map.of(), AdaptConfig::from)
                    .config(),
            Settings.read(
                            List.of("--refit.sample.minimum=21", "--refit.sample.long-term-size=30"),
                            Map.of(),
                            SampleConfig::from)
                    .config(),
            new Adapter.Sources(
                    labels::get, () -> Spaces.none().with(Space.raw(ENCODER, 2)), refits::get, this::reader),
            codec,
            this::fit,
            published::add,
            new RefitMetrics(new SimpleMeterRegistry()),
            () -> now);

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void labelsAreLearntFromOnceTheyAreQuiet() {
        publish(40);
        label(10);
        adapter.runOnce();
        pass(Duration.ofSeconds(50));
        label(12);
        adapter.runOnce();
        pass(Duration.ofSeconds(50));
        adapter.runOnce();
        assertThat(fits).isEmpty();

        pass(Duration.ofSeconds(10));
        adapter.runOnce();

        assertThat(published).hasSize(1);
        AdaptedFitInput input = fits.get(0);
        assertThat(input.images())
                .hasSizeBetween(29, 30)
                .extracting(SampledImage::imageId)
                .doesNotContain("p3");
        assertThat(input.labelled())
                .extracting(SampledImage::imageId)
                .hasSize(11)
                .contains("p0", "p11")
                .doesNotContain("p3");
        assertThat(input.imageCount()).isBetween(20L, 60L);
    }

    @Test
    void whatTheLastReportKnewIsNotLearntAgain() {
        publish(40);
        label(10);
        learn();
        adapter.runOnce();
        refits.set(refits.get().with(published.get(0).report()));
        pass(Duration.ofHours(1));
        adapter.runOnce();
        assertThat(fits).hasSize(1);

        label(20);
        learn();

        assertThat(fits).hasSize(2);
        assertThat(fits.get(1).digest()).isNotEqualTo(fits.get(0).digest());
    }

    @Test
    void aPeriodicRefitThatWasHandedOverIsFittedAnew() {
        publish(40);
        label(10);
        learn();
        refits.set(refits.get().with(published.get(0).report()));
        pass(Duration.ofMinutes(5));

        refits.set(refits.get().with(LastRefitsTest.report(RefitKind.PERIODIC, "", true)));
        adapter.runOnce();

        assertThat(fits).hasSize(2);
    }

    @Test
    void labelsOfTooFewImagesAreLookedAtAgainEverLater() {
        publish(40);
        label(10);
        enough = false;
        learn();
        adapter.runOnce();
        assertThat(fits).hasSize(1);

        pass(Duration.ofMinutes(1));
        adapter.runOnce();
        pass(Duration.ofMinutes(1));
        adapter.runOnce();
        assertThat(fits).hasSize(2);
        pass(Duration.ofMinutes(1));
        adapter.runOnce();

        assertThat(fits).hasSize(3);
        assertThat(published).isEmpty();
    }

    @Test
    void aSmallSampleOrOneClassIsNotFitted() {
        publish(15);
        label(10);
        learn();
        publish(40);
        labels.set(Map.of());
        learn();

        assertThat(fits).isEmpty();
    }

    private void learn() {
        adapter.runOnce();
        pass(Duration.ofMinutes(1));
        adapter.runOnce();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void label(int count) {
        Map<String, ImageLabel> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            all.put("p" + i, new ImageLabel("p" + i, "kind " + i % 2, "", Instant.EPOCH));
        }
        labels.set(Map.copyOf(all));
    }

    /** TestVectors of the encoder but for p3, which is another's; the last one is forgotten. */
    private void publish(int count) {
        vectors.clear();
        for (int i = 0; i < count; i++) {
            ImageVector vector = ImageVector.newBuilder()
                    .setImageId("p" + i)
                    .setEncoderId(i == 3 ? "ffeeddccbbaa9988" : ENCODER)
                    .setDimensions(2)
                    .setEncoding(FeatureEncoding.FLOAT32_LE)
                    .setFeatures(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40}))
                    .setUri("file:///p" + i)
                    .setSha256("ab".repeat(32))
                    .setSource("line 7")
                    .setArrivedAt(Instant.EPOCH)
                    .setEmbeddedAt(Instant.EPOCH)
                    .setAttributes(Map.of())
                    .setWidth(640)
                    .setHeight(480)
                    .build();
            add("p" + i, codec.encode(Topics.VECTORS, vector));
        }
        add("p" + (count - 1), null);
    }

    private void add(String id, byte @Nullable [] value) {
        vectors.add(new ConsumerRecord<>(VECTORS.topic(), 0, vectors.size(), Records.key(id), value));
    }

    private Consumer<byte[], byte[]> reader() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                VECTORS.topic(),
                List.of(new PartitionInfo(VECTORS.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(VECTORS, 0L));
        consumer.updateEndOffsets(Map.of(VECTORS, (long) vectors.size()));
        consumer.schedulePollTask(() -> vectors.forEach(consumer::addRecord));
        return consumer;
    }

    private Optional<FitResult> fit(AdaptedFitInput input) {
        fits.add(input);
        return enough
                ? Optional.of(new FitResult(
                        Space.raw(ENCODER, 2),
                        LastRefitsTest.report(RefitKind.ADAPTED, input.digest(), false),
                        new ClusterAssignments(new long[0], new short[0]),
                        List.of()))
                : Optional.empty();
    }
}
