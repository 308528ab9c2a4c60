package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.Stage;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("quarantined: cut off at byte 7")
final class QuarantineTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:06Z");
    private final PermanentFailure failure = new PermanentFailure(ErrorCode.IMAGE_CORRUPT, "cut off at byte 7");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final Quarantine quarantine = new Quarantine(Stage.EMBED, new Records(codec), metrics, () -> NOW);

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void aRecordHoldsWhatIsNeededToReplayIt() {
        ConsumerRecord<byte[], byte[]> origin = origin(new byte[] {1, 2, 3});
        Refusal.Image image = new Refusal.Image("a", "file:///a", "line 7", NOW, Map.of("station", "7"));

        ProducerRecord<byte[], byte[]> record = quarantine.record(new Refusal(image, failure, origin));

        assertThat(record.topic()).isEqualTo("images.quarantined");
        assertThat(Records.text(record.key())).isEqualTo("a");
        assertThat(codec.decode(Topics.IMAGES_QUARANTINED, record.value()))
                .isEqualTo(ImageQuarantined.newBuilder()
                        .setImageId("a")
                        .setStage(Stage.EMBED)
                        .setCode("IMAGE_CORRUPT")
                        .setReason("cut off at byte 7")
                        .setUri("file:///a")
                        .setSource("line 7")
                        .setQuarantinedAt(NOW)
                        .setCapturedAt(NOW)
                        .setAttributes(Map.of("station", "7"))
                        .setOriginTopic("images.arrived")
                        .setOriginPartition(3)
                        .setOriginOffset(100)
                        .setOriginValue(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                        .build());
    }

    @Test
    void anImageWithoutARecordHasNoOrigin() {
        ImageQuarantined event = event(new Refusal(new Refusal.Image("a", "file:///a", null), failure, null));

        assertThat(event.getOriginTopic()).isNull();
        assertThat(event.getOriginOffset()).isEqualTo(-1);
    }

    @Test
    void aRecordWithoutKeyAndValueIsQuarantinedWithoutKey() {
        ConsumerRecord<byte[], byte[]> origin = new ConsumerRecord<>("images.arrived", 3, 100, null, null);

        ProducerRecord<byte[], byte[]> record = quarantine.record(Refusal.of(origin, failure));

        assertThat(record.key()).isNull();
        assertThat(codec.decode(Topics.IMAGES_QUARANTINED, record.value()).getOriginValue())
                .isNull();
    }

    @Test
    void aValueLongerThanAMebibyteIsLeftOut() {
        assertThat(event(Refusal.of(origin(new byte[1 << 20]), failure)).getOriginValue())
                .isNotNull();
        assertThat(event(Refusal.of(origin(new byte[(1 << 20) + 1]), failure)).getOriginValue())
                .isNull();
    }

    @Test
    void onlyAReportCounts() {
        Refusal refusal = Refusal.of(origin(new byte[] {1}), failure);

        quarantine.record(refusal);
        assertThat(metrics.find("lookalike.refused").counter()).isNull();

        quarantine.report(refusal);
        assertThat(metrics.get("lookalike.refused")
                        .tag("stage", "EMBED")
                        .tag("code", "IMAGE_CORRUPT")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private ImageQuarantined event(Refusal refusal) {
        return codec.decode(
                Topics.IMAGES_QUARANTINED, quarantine.record(refusal).value());
    }

    private static ConsumerRecord<byte[], byte[]> origin(byte[] value) {
        return new ConsumerRecord<>("images.arrived", 3, 100, Records.key("a"), value);
    }
}
