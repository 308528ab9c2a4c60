package org.lookalike.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lookalike.sink.VectorExamples.vector;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.events.Stage;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;

final class SinkHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:07Z");
    private static final String OTHER_ENCODER = "ffeeddccbbaa9988";
    private static final String COLLECTION =
            Space.raw(VectorExamples.ENCODER, 2).collection();
    private static final String OTHER_COLLECTION = Space.raw(OTHER_ENCODER, 3).collection();

    private final FlakyVectorStore store = new FlakyVectorStore();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final SinkHandler handler = new SinkHandler(
            new VectorRows(codec),
            new Quarantine(Stage.SINK, new Records(codec), metrics, () -> NOW),
            new Collections(store),
            metrics);
    private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();

    @AfterEach
    void close() {
        store.close();
        codec.close();
    }

    @Test
    void theNewestVectorOfAPictureWins() {
        published(vector("a", 1, 0));
        published(vector("b", 1, 0));
        published(vector("a", 0, 1));

        assertThat(handler.handle(batch)).isEmpty();

        assertThat(stored("a")).containsExactly(0, 1);
        assertThat(store.count(COLLECTION)).isEqualTo(2);
    }

    @Test
    void aBatchThatComesAgainChangesNothing() {
        published(vector("a", 1, 0));
        published(vector("b", 0, 1));
        record("b", null);
        handler.handle(batch);

        assertThat(handler.handle(batch)).isEmpty();

        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void vectorsOfTwoEncodersLieInTwoCollectionsEvenOfOnePictureInOneBatch() {
        published(vector("a", 1, 0));
        published(vector("a", 1, 2, 3).setEncoderId(OTHER_ENCODER));

        handler.handle(batch);

        assertThat(ids(COLLECTION)).containsExactly("a");
        assertThat(ids(OTHER_COLLECTION)).containsExactly("a");
    }

    @Test
    void aTombstoneTakesThePictureOutOfEverySpace() {
        published(vector("a", 1, 0));
        published(vector("a", 1, 2, 3).setEncoderId(OTHER_ENCODER));
        published(vector("b", 1, 0));
        handler.handle(batch);
        batch.clear();
        record("a", null);

        handler.handle(batch);

        assertThat(ids(COLLECTION)).containsExactly("b");
        assertThat(ids(OTHER_COLLECTION)).isEmpty();
    }

    @Test
    void aPicturePublishedAnewAfterItsTombstoneIsOnlyWhereItWasPublished() {
        published(vector("a", 1, 2, 3).setEncoderId(OTHER_ENCODER));
        handler.handle(batch);
        batch.clear();
        record("a", null);
        published(vector("a", 0, 1));

        handler.handle(batch);

        assertThat(stored("a")).containsExactly(0, 1);
        assertThat(ids(OTHER_COLLECTION)).isEmpty();
    }

    @Test
    void aTombstoneTouchesNoCollectionOfOthers() {
        store.ensureCollection("somebody_elses", 2);
        store.upsert(
                "somebody_elses",
                List.of(new VectorRows(codec)
                        .read("a", encoded(vector("a", 1, 0).build()))
                        .row()));
        record("a", null);

        handler.handle(batch);

        assertThat(ids("somebody_elses")).containsExactly("a");
    }

    @Test
    void aTombstoneWithNothingToForgetIsNoError() {
        record("a", null);
        assertThat(handler.handle(batch)).isEmpty();
    }

    @Test
    void aMalformedRecordIsSetAsideAlone() {
        published(vector("a", 1, 0));
        record("noise", new byte[] {1, 2, 3});

        ImageQuarantined refused = onlyRefused(handler.handle(batch));

        assertThat(refused)
                .isEqualTo(ImageQuarantined.newBuilder()
                        .setImageId("noise")
                        .setStage(Stage.SINK)
                        .setCode("MALFORMED_RECORD")
                        .setReason(refused.getReason())
                        .setQuarantinedAt(NOW)
                        .setOriginTopic("vectors")
                        .setOriginPartition(2)
                        .setOriginOffset(101)
                        .setOriginValue(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                        .build());
        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void anEventUnderAnotherKeyIsSetAside() {
        record("b", encoded(vector("a", 1, 0).build()));
        assertInvalid("'a'", "'b'");
    }

    @Test
    void aRecordWithoutKeyIsSetAside() {
        record(null, encoded(vector("a", 1, 0).build()));
        assertInvalid("vectors-2@100 has no key");
    }

    @Test
    void aTombstoneWhoseKeyTheStoreDoesNotTakeIsSetAside() {
        record("", null);
        assertInvalid("vectors-2@100", "must not be empty");
        batch.clear();
        record("line\nbreak", null);
        assertInvalid("control character");
        batch.clear();
        record("x".repeat(513), null);
        assertInvalid("limit 512");
    }

    @Test
    void aVectorOfNothingButZerosIsSetAsideAlone() {
        published(vector("zeros", 0, 0));
        published(vector("a", 1, 0));
        assertInvalid("zeros", "other than zero");
        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void vectorsOfOtherDimensionsThanTheirCollectionAreSetAsideAlone() {
        published(vector("a", 1, 0));
        handler.handle(batch);
        batch.clear();
        published(vector("liar", 1, 2, 3));
        published(vector("b", 0, 1));

        assertInvalid("3 dimensions", "has 2 dimensions");

        assertThat(ids(COLLECTION)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void anOutageSetsNothingAsideNotEvenInTheCounters() {
        published(vector("a", 1, 0));
        record("noise", new byte[] {1, 2, 3});
        store.out = true;
        assertThatThrownBy(() -> handler.handle(batch)).isInstanceOf(TransientFailure.class);
        assertThat(metrics.find("lookalike.refused").counter()).isNull();

        store.out = false;

        assertThat(onlyRefused(handler.handle(batch)).getImageId()).isEqualTo("noise");
        assertThat(ids(COLLECTION)).containsExactly("a");
        assertThat(metrics.get("lookalike.refused").counter().count()).isEqualTo(1);
    }

    @Test
    void aCollectionDroppedUnderneathIsMadeAnewAtTheNextAttempt() {
        published(vector("a", 1, 0));
        handler.handle(batch);
        store.drop(COLLECTION);
        assertThatThrownBy(() -> handler.handle(batch))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(COLLECTION);

        assertThat(handler.handle(batch)).isEmpty();

        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void aCollectionDroppedWhileDeletingHasNothingLeftToDelete() {
        published(vector("a", 1, 0));
        handler.handle(batch);
        batch.clear();
        store.listedThoughGone.add("images_000000000000");
        record("a", null);

        assertThat(handler.handle(batch)).isEmpty();

        assertThat(ids(COLLECTION)).isEmpty();
    }

    @Test
    void countsWhatItWroteAndForgot() {
        published(vector("a", 1, 0));
        published(vector("b", 1, 0));
        record("c", null);

        handler.handle(batch);

        assertThat(metrics.get("lookalike.sink.upserts")
                        .tag("space", Space.raw(VectorExamples.ENCODER, 2).id())
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(metrics.get("lookalike.sink.deletes").counter().count()).isEqualTo(1);
    }

    private void assertInvalid(String... told) {
        ImageQuarantined refused = onlyRefused(handler.handle(batch));
        assertThat(refused.getStage()).isEqualTo(Stage.SINK);
        assertThat(refused.getCode()).isEqualTo("INVALID_FIELD");
        assertThat(refused.getReason()).contains(told);
    }

    private void published(ImageVector.Builder event) {
        record(event.getImageId(), encoded(event.build()));
    }

    private void record(@Nullable String key, byte @Nullable [] value) {
        batch.add(new ConsumerRecord<>(
                Topics.VECTORS.name(), 2, 100L + batch.size(), key == null ? null : Records.key(key), value));
    }

    private byte[] encoded(ImageVector event) {
        return codec.encode(Topics.VECTORS, event);
    }

    private float[] stored(String id) {
        return store.get(COLLECTION, List.of(id)).get(id).vector();
    }

    private List<String> ids(String collection) {
        List<String> ids = new ArrayList<>();
        store.forEachId(collection, ids::add);
        return ids;
    }

    private ImageQuarantined onlyRefused(List<ProducerRecord<byte[], byte[]>> outputs) {
        assertThat(outputs).hasSize(1).allMatch(output -> output.topic().equals("images.quarantined"));
        return codec.decode(Topics.IMAGES_QUARANTINED, outputs.get(0).value());
    }
}
