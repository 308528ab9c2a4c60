package org.lookalike.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.intake.fixture.AcceptorFixture;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

final class InboxHandlerTest {
    private final AcceptorFixture fixture = new AcceptorFixture();
    private final InboxHandler handler = new InboxHandler(new InboxConfig("inbox", 10), fixture.acceptor);

    @Test
    void takesAnImageInWithItsHeaders() {
        ConsumerRecord<byte[], byte[]> record = record("a", TestUploads.png(1));
        header(record, "source", "line 7");
        header(record, "captured-at", "2026-11-21T11:15:30+01:00");
        header(record, "attribute.station", "7");
        header(record, "urgency", "backfill");
        header(record, "traceparent", "whatever");

        ProducerRecord<byte[], byte[]> output =
                only(handler.handle(List.of(record)).outputs());

        assertThat(output.headers().lastHeader("urgency").value()).asString().isEqualTo("backfill");
        ImageArrived event = fixture.arrived(output);
        assertThat(event.getImageId()).isEqualTo("a");
        assertThat(event.getSource()).isEqualTo("line 7");
        assertThat(event.getCapturedAt()).isEqualTo(Instant.parse("2026-11-21T10:15:30Z"));
        assertThat(event.getAttributes()).isEqualTo(Map.of("station", "7"));
    }

    @Test
    void namesAnImageWithoutKeyByItsBytes() {
        ImageArrived event = fixture.arrived(
                only(handler.handle(List.of(record(null, TestUploads.png(1)))).outputs()));

        assertThat(event.getImageId()).isEqualTo(Sha256.of(TestUploads.png(1)));
        assertThat(event.getSource()).isEqualTo("inbox");
    }

    @Test
    void setsARefusedImageAsideAloneWithItsBytes() {
        BatchResult result =
                handler.handle(List.of(record("a", TestUploads.png(1)), record("bad", TestUploads.random())));

        assertThat(fixture.arrived(only(result.outputs())).getImageId()).isEqualTo("a");
        ImageQuarantined refused = refused(result);
        assertThat(refused.getImageId()).isEqualTo("bad");
        assertThat(refused.getCode()).isEqualTo(ErrorCode.IMAGE_UNKNOWN_FORMAT.name());
        assertThat(refused.getOriginValue()).isNull();
        assertThat(refused.getOriginTopic()).isEqualTo("images.inbox");
        assertThat(refused.getOriginOffset()).isEqualTo(42);
        assertThat(fixture.store.get(URI.create(refused.getUri()), 4096)).isEqualTo(TestUploads.random());
    }

    @Test
    void setsABadDateAside() {
        ConsumerRecord<byte[], byte[]> record = record("a", TestUploads.png(1));
        header(record, "captured-at", "yesterday");

        assertInvalid(record);
    }

    @Test
    void setsAHeaderThatIsNoTextAside() {
        ConsumerRecord<byte[], byte[]> record = record("a", TestUploads.png(1));
        record.headers().add("source", new byte[] {(byte) 0xc3, 0x28});

        assertInvalid(record);
    }

    @Test
    void setsTooManyAttributesAside() {
        ConsumerRecord<byte[], byte[]> record = record("a", TestUploads.png(1));
        for (int attribute = 0; attribute < 33; attribute++) {
            header(record, "attribute.a" + attribute, "v");
        }

        assertInvalid(record);
    }

    @Test
    void setsAKeyThatIsNoTextAsideWithoutId() {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("images.inbox", 0, 42, new byte[] {(byte) 0xff, (byte) 0xfe}, TestUploads.png(1));

        ImageQuarantined refused = refused(handler.handle(List.of(record)));

        assertThat(refused.getImageId()).isNull();
        assertThat(refused.getCode()).isEqualTo(ErrorCode.INVALID_FIELD.name());
    }

    @Test
    void setsARecordWithoutValueAsideAndStoresNothing() {
        ImageQuarantined refused = refused(handler.handle(List.of(record("a", null))));

        assertThat(refused.getCode()).isEqualTo(ErrorCode.INVALID_FIELD.name());
        assertThat(refused.getImageId()).isEqualTo("a");
        assertThat(fixture.store.size()).isZero();
    }

    @Test
    void anOutageSetsNothingAside() {
        fixture.store.setDown(true);

        assertThatThrownBy(
                        () -> handler.handle(List.of(record("a", TestUploads.png(1)), record("b", TestUploads.text()))))
                .isInstanceOf(TransientFailure.class);
    }

    private void assertInvalid(ConsumerRecord<byte[], byte[]> record) {
        ImageQuarantined refused = refused(handler.handle(List.of(record)));
        assertThat(refused.getCode()).isEqualTo(ErrorCode.INVALID_FIELD.name());
        assertThat(refused.getImageId()).isEqualTo("a");
    }

    private ImageQuarantined refused(BatchResult result) {
        assertThat(result.refusals()).hasSize(1);
        return fixture.quarantined(fixture.quarantine.record(result.refusals().get(0)));
    }

    private static ProducerRecord<byte[], byte[]> only(List<ProducerRecord<byte[], byte[]>> outputs) {
        assertThat(outputs).hasSize(1);
        return outputs.get(0);
    }

    private static void header(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
        return new ConsumerRecord<>(
                "images.inbox", 0, 42, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }
}
