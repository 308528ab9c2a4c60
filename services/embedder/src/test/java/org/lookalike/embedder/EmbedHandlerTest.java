package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;

@Timeout(60)
final class EmbedHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:06Z");

    private final EmbedderFixture fixture = new EmbedderFixture(4, 2);
    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final Records records = new Records(codec);
    private final EmbedHandler handler = handler("vectors");
    private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();

    private EmbedHandler handler(String vectorsTopic) {
        return new EmbedHandler(
                new ImageArrivedReader(codec),
                records,
                fixture.embedding,
                new VectorEvents(fixture.encoder.id(), VectorEncoding.FLOAT32, () -> NOW),
                vectorsTopic);
    }

    @AfterEach
    void close() {
        fixture.close();
        codec.close();
    }

    @Test
    void anImageBecomesAVectorUnderItsId() throws InterruptedException {
        arrives(fixture.image("a", 1, 2, 3));

        ProducerRecord<byte[], byte[]> output = only(handler.handle(batch).outputs());

        assertThat(Records.text(output.key())).isEqualTo("a");
        ImageVector vector = codec.decode(Topics.VECTORS, output.value());
        assertThat(vector.getEncoderId()).isEqualTo(fixture.encoder.id());
        assertThat(vector.getDimensions()).isEqualTo(3);
        assertThat(vector.getEmbeddedAt()).isEqualTo(NOW);
    }

    @Test
    void aSecondEncoderWritesVectorsAndTombstonesToATopicOfItsOwn() throws InterruptedException {
        arrives(fixture.image("a", 1, 2, 3));
        batch.add(new ConsumerRecord<>(Topics.IMAGES_ARRIVED.name(), 0, 900, Records.key("b"), null));

        assertThat(handler("vectors.b").handle(batch).outputs())
                .hasSize(2)
                .allMatch(output -> output.topic().equals("vectors.b"));
    }

    @Test
    void theNewestEventOfAnImageCounts() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1));
        arrives(fixture.image("b", 2, 2, 2));
        ImageArrived newest = arrives(fixture.image("a", 3, 3, 3));

        BatchResult result = handler.handle(batch);

        assertThat(vectors(result.outputs()))
                .extracting(ImageVector::getImageId)
                .containsExactlyInAnyOrder("a", "b");
        assertThat(vectors(result.outputs())).extracting(ImageVector::getSha256).contains(newest.getSha256());
        assertThat(fixture.store.reads()).isEqualTo(2);
    }

    @Test
    void aTombstoneGoesOnAndWhatCameBeforeItIsNotEmbedded() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1));
        record("a", null);

        ProducerRecord<byte[], byte[]> output = only(handler.handle(batch).outputs());

        assertThat(output.topic()).isEqualTo("vectors");
        assertThat(Records.text(output.key())).isEqualTo("a");
        assertThat(output.value()).isNull();
        assertThat(fixture.store.reads()).isEqualTo(0);
    }

    @Test
    void anImagePublishedAnewFollowsItsTombstone() throws InterruptedException {
        record("a", null);
        arrives(fixture.image("a", 1, 1, 1));

        BatchResult result = handler.handle(batch);

        assertThat(result.outputs())
                .hasSize(2)
                .allMatch(output -> output.topic().equals("vectors"));
        assertThat(result.outputs().get(0).value()).isNull();
        assertThat(result.outputs().get(1).value()).isNotNull();
    }

    @Test
    void anImageIsForgottenThoughItsSuccessorIsRefused() throws InterruptedException {
        record("a", null);
        arrives(fixture.broken("a"));

        BatchResult result = handler.handle(batch);

        assertThat(only(result.outputs()).value()).isNull();
        assertThat(refused(result).image().id()).isEqualTo("a");
    }

    @Test
    void aRefusedImageIsSetAsideAloneWithAllThatIsKnownOfIt() throws InterruptedException {
        arrives(fixture.image("good", 1, 2, 3));
        ImageArrived bad = arrives(fixture.broken("bad"));

        BatchResult result = handler.handle(batch);

        assertThat(vectors(result.outputs()))
                .extracting(ImageVector::getImageId)
                .containsExactly("good");
        Refusal refused = refused(result);
        assertThat(refused.image())
                .isEqualTo(new Refusal.Image("bad", bad.getUri(), "line 7", bad.getCapturedAt(), bad.getAttributes()));
        assertThat(refused.failure().code()).isEqualTo(ErrorCode.IMAGE_UNKNOWN_FORMAT);
        assertThat(refused.failure().getMessage()).isNotBlank();
        assertThat(refused.origin()).isSameAs(batch.get(1));
    }

    @Test
    void randomBytesAreMalformedAndTheRestIsPublished() throws InterruptedException {
        record("noise", new byte[] {1, 2, 3});
        arrives(fixture.image("good", 1, 2, 3));

        BatchResult result = handler.handle(batch);

        assertThat(vectors(result.outputs())).hasSize(1);
        assertThat(refused(result).failure().code()).isEqualTo(ErrorCode.MALFORMED_RECORD);
        assertThat(refused(result).image().id()).isEqualTo("noise");
    }

    @Test
    void aRecordWithoutKeyIsSetAside() throws InterruptedException {
        record(null, encoded(fixture.image("a", 1, 1, 1).build()));
        assertInvalid("the key of images.arrived-3@100", "missing");
    }

    @Test
    void aTombstoneWithoutSoundKeyIsSetAsideInsteadOfGoingOn() throws InterruptedException {
        record("line\nbreak", null);
        assertInvalid("the key of images.arrived-3@100", "control character");
    }

    @Test
    void anEventUnderAnotherKeyIsSetAside() throws InterruptedException {
        record("b", encoded(fixture.image("a", 1, 1, 1).build()));
        assertInvalid("'a'", "'b'");
    }

    @Test
    void fieldsTooLongForWhatFollowsAreSetAsideWithoutBeingRepeated() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setUri("file:///" + "x".repeat(100_000)));
        String reason = assertInvalid("100008 bytes", "limit 2048");
        assertThat(reason).hasSizeLessThan(200);
    }

    @Test
    void aBlankSourceIsSetAside() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setSource(" "));
        assertInvalid("source is blank");
    }

    @Test
    void aHashThatIsNoneIsSetAside() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setSha256("abc"));
        assertInvalid("sha256 of 3 characters");
    }

    @Test
    void aUriThatIsNoneIsSetAside() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setUri("not a uri"));
        assertInvalid("'not a uri'");
    }

    @Test
    void attributesThatTheStoreRefusesAreSetAside() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setAttributes(Map.of("note", "x".repeat(1 << 20))));
        assertInvalid("attribute note", "limit 16384");
    }

    @Test
    void missingBytesAreSetAside() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setUri("memory:/%s/%s".formatted(Sha256.of("a"), Sha256.of("nothing"))));
        assertThat(refused(handler.handle(batch)).failure().code()).isEqualTo(ErrorCode.BYTES_MISSING);
    }

    @Test
    void bytesThatWereReplacedAreSetAside() throws InterruptedException {
        ImageArrived other = fixture.image("b", 9, 9, 9).build();
        arrives(fixture.image("a", 1, 1, 1).setUri(other.getUri()));
        PermanentFailure refused = refused(handler.handle(batch)).failure();
        assertThat(refused.code()).isEqualTo(ErrorCode.BYTES_CHANGED);
        assertThat(refused).hasMessageContaining(other.getSha256());
    }

    @Test
    void inlineBytesNeedNoStore() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1).setInline(ByteBuffer.wrap(EmbedderFixture.png(1, 1, 1))));
        fixture.store.setDown(true);
        assertThat(vectors(handler.handle(batch).outputs())).hasSize(1);
        assertThat(fixture.store.reads()).isEqualTo(0);
    }

    @Test
    void anOutageOfTheStoreRefusesNothing() throws InterruptedException {
        arrives(fixture.image("a", 1, 1, 1));
        record("noise", new byte[] {1, 2, 3});
        fixture.store.setDown(true);
        assertThatThrownBy(() -> handler.handle(batch)).isInstanceOf(TransientFailure.class);
        assertThatThrownBy(() -> handler.handle(batch)).isInstanceOf(TransientFailure.class);

        fixture.store.setDown(false);
        BatchResult result = handler.handle(batch);

        assertThat(vectors(result.outputs())).hasSize(1);
        assertThat(refused(result).image().id()).isEqualTo("noise");
    }

    @Test
    void aStoreThatIsNotMountedIsAnOutageAndNotAMissingImage() {
        arrives(fixture.image("a", 1, 1, 1));
        fixture.store.setUnmounted(true);
        assertThatThrownBy(() -> handler.handle(batch)).isInstanceOf(TransientFailure.class);
    }

    private String assertInvalid(String... told) throws InterruptedException {
        PermanentFailure refused = refused(handler.handle(batch)).failure();
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refused).hasMessageContainingAll(told);
        return refused.getMessage();
    }

    private ImageArrived arrives(ImageArrived.Builder builder) {
        ImageArrived event = builder.build();
        record(event.getImageId(), encoded(event));
        return event;
    }

    private void record(@Nullable String key, byte @Nullable [] value) {
        batch.add(new ConsumerRecord<>(
                Topics.IMAGES_ARRIVED.name(), 3, 100L + batch.size(), key == null ? null : Records.key(key), value));
    }

    private byte[] encoded(ImageArrived event) {
        return codec.encode(Topics.IMAGES_ARRIVED, event);
    }

    private List<ImageVector> vectors(List<ProducerRecord<byte[], byte[]>> outputs) {
        return outputs.stream()
                .filter(output -> output.topic().equals(Topics.VECTORS.name()))
                .map(output -> codec.decode(Topics.VECTORS, output.value()))
                .toList();
    }

    private static Refusal refused(BatchResult result) {
        assertThat(result.refusals()).hasSize(1);
        return result.refusals().get(0);
    }

    private static ProducerRecord<byte[], byte[]> only(List<ProducerRecord<byte[], byte[]>> outputs) {
        assertThat(outputs).hasSize(1);
        return outputs.get(0);
    }
}
