package org.lookalike.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lookalike.sink.TestVectorEvents.vector;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Ownership;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.sink.throttle.BackfillThrottle;
import org.lookalike.sink.throttle.BackfillThrottleConfig;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("the store refuses a row: invalid parameter")
final class SinkHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:07Z");
    private static final String OTHER_ENCODER = "ffeeddccbbaa9988";
    private static final Space SPACE = Space.raw(TestVectorEvents.ENCODER, 2);
    private static final Space OTHER_SPACE = Space.raw(OTHER_ENCODER, 3);
    private static final Space FITTED = Space.fitted(
            TestVectorEvents.ENCODER,
            "vectors",
            LinearProjection.of(new float[] {0.5f, 0.5f}, new float[] {0, 1, 1, 0}),
            List.of(),
            null);
    private static final String COLLECTION = SPACE.collection();

    private final FakeVectorStore store = new FakeVectorStore();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final ExecutorService placers = Executors.newCachedThreadPool();
    private final BackfillThrottle throttle =
            new BackfillThrottle(new BackfillThrottleConfig(0, 0.1, 3), metrics, () -> NOW);
    private Spaces spaces = Spaces.none().with(SPACE).with(OTHER_SPACE).with(FITTED);
    private final SinkHandler handler = handler(SPACE);
    private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();

    @BeforeEach
    void createCollections() {
        store.ensureCollection(COLLECTION, SPACE.dimensions());
        store.createCollection(OTHER_SPACE.collection(), OTHER_SPACE.dimensions());
        store.createCollection(FITTED.collection(), FITTED.dimensions());
    }

    private SinkHandler handler(Space space) {
        return new SinkHandler(
                new VectorRows(codec),
                new SpaceCollection(store, space, () -> spaces),
                () -> spaces,
                throttle,
                placers,
                metrics);
    }

    @AfterEach
    void close() {
        placers.shutdownNow();
        store.close();
        codec.close();
    }

    @Test
    void theNewestVectorOfAnImageWins() throws InterruptedException {
        published(vector("a", 1, 0));
        published(vector("b", 1, 0));
        published(vector("a", 0, 1));

        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());

        assertThat(stored("a")).containsExactly(0, 1);
        assertThat(store.count(COLLECTION)).isEqualTo(2);
    }

    @Test
    void aLargeBatchIsWrittenInSlicesAndCompletely() throws InterruptedException {
        for (int number = 0; number < 1_234; number++) {
            published(vector("picture-" + number, 1, number));
        }

        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());

        assertThat(store.count(COLLECTION)).isEqualTo(1_234);
        assertThat(store.maxUpsertSize).isEqualTo(store.limits().rowsPerWrite());
    }

    @Test
    void aBatchThatComesAgainChangesNothing() throws InterruptedException {
        published(vector("a", 1, 0));
        published(vector("b", 0, 1));
        record("b", null);
        handler.handle(batch);

        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());

        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void eachSpaceTakesWhatIsItsOwnAndWritesNowhereElse() throws InterruptedException {
        published(vector("a", 1, 0));
        published(vector("a", 1, 2, 3).setEncoderId(OTHER_ENCODER));
        published(vector("b", 3, 2, 1).setEncoderId(OTHER_ENCODER));

        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());
        assertThat(handler(OTHER_SPACE).handle(batch)).isEqualTo(BatchResult.none());
        assertThat(handler(FITTED).handle(batch)).isEqualTo(BatchResult.none());

        assertThat(ids(COLLECTION)).containsExactly("a");
        assertThat(filled(OTHER_SPACE)).containsExactlyInAnyOrder("a", "b");
        assertThat(filled(FITTED)).containsExactly("a");
        assertThat(skipped(SPACE)).isEqualTo(2);
    }

    @Test
    void theCollectionOfASpaceBeingBuiltIsOnlyFilled() throws InterruptedException {
        published(vector("a", 1, 0));

        handler(FITTED).handle(batch);

        assertThatThrownBy(() -> store.count(FITTED.collection()))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SPACE_NOT_READY));
    }

    @Test
    void aTombstoneTouchesNoCollectionButTheSpacesOwn() throws InterruptedException {
        published(vector("a", 1, 0));
        handler.handle(batch);
        handler(FITTED).handle(batch);
        batch.clear();
        record("a", null);

        handler.handle(batch);

        assertThat(ids(COLLECTION)).isEmpty();
        assertThat(filled(FITTED)).containsExactly("a");
    }

    @Test
    void anImagePublishedAnewAfterItsTombstoneStays() throws InterruptedException {
        record("a", null);
        published(vector("a", 0, 1));

        handler.handle(batch);

        assertThat(stored("a")).containsExactly(0, 1);
    }

    @Test
    void theOldestSpaceOfTheTopicRefusesForAll() throws InterruptedException {
        record("noise", new byte[] {1, 2, 3});
        published(vector("stranger", 1, 2).setEncoderId("aaaaaaaaaaaaaaaa"));
        published(vector("liar", 1, 2, 3));

        assertThat(handler(FITTED).handle(batch)).isEqualTo(BatchResult.none());
        assertThat(skipped(FITTED)).isEqualTo(3);
        assertThat(handler(OTHER_SPACE).handle(batch)).isEqualTo(BatchResult.none());
        assertThat(handler.handle(batch).refusals()).hasSize(3);
    }

    @Test
    void whenTheOldestIsDroppedTheNextRefuses() throws InterruptedException {
        spaces = spaces.with(Generation.dropped(SPACE.id(), "", NOW));
        published(vector("liar", 1, 2, 3));

        assertThat(handler(FITTED).handle(batch).refusals()).hasSize(1);
    }

    @Test
    void nothingIsWrittenForADroppedSpace() throws InterruptedException {
        spaces = spaces.with(Generation.dropped(SPACE.id(), "", NOW));
        published(vector("a", 1, 0));

        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());

        assertThat(ids(COLLECTION)).isEmpty();
    }

    @Test
    void aTombstoneWithNothingToForgetIsNoError() throws InterruptedException {
        record("a", null);
        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());
    }

    @Test
    void aMalformedRecordIsSetAsideAlone() throws InterruptedException {
        published(vector("a", 1, 0));
        record("noise", new byte[] {1, 2, 3});

        Refusal refused = onlyRefused(handler.handle(batch));

        assertThat(refused.image()).isEqualTo(new Refusal.Image("noise", null, null));
        assertThat(refused.failure().code()).isEqualTo(ErrorCode.MALFORMED_RECORD);
        assertThat(refused.origin()).isSameAs(batch.get(1));
        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void anEventUnderAnotherKeyIsSetAside() throws InterruptedException {
        record("b", encoded(vector("a", 1, 0).build()));
        assertInvalid("'a'", "'b'");
    }

    @Test
    void aRecordWithoutKeyIsSetAside() throws InterruptedException {
        record(null, encoded(vector("a", 1, 0).build()));
        assertInvalid("vectors-2@100 has no key");
    }

    @Test
    void aTombstoneWhoseKeyTheStoreDoesNotTakeIsSetAside() throws InterruptedException {
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
    void aVectorOfNothingButZerosIsSetAsideAlone() throws InterruptedException {
        published(vector("zeros", 0, 0));
        published(vector("a", 1, 0));
        assertInvalid("zeros", "other than zero");
        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void vectorsOfOtherDimensionsThanTheirSpaceAreSetAsideAlone() throws InterruptedException {
        published(vector("liar", 1, 2, 3));
        published(vector("b", 0, 1));

        assertInvalid("3 features", "needs 2");

        assertThat(ids(COLLECTION)).containsExactly("b");
    }

    @Test
    void anOutageRefusesNothing() throws InterruptedException {
        published(vector("a", 1, 0));
        record("noise", new byte[] {1, 2, 3});
        store.unavailable = true;
        assertThatThrownBy(() -> handler.handle(batch)).isInstanceOf(TransientFailure.class);

        store.unavailable = false;

        assertThat(onlyRefused(handler.handle(batch)).image().id()).isEqualTo("noise");
        assertThat(ids(COLLECTION)).containsExactly("a");
    }

    @Test
    void aCollectionDroppedUnderneathIsNeverCreatedAgainHere() throws InterruptedException {
        published(vector("a", 1, 0));
        handler.handle(batch);
        store.drop(COLLECTION);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> handler.handle(batch))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining(COLLECTION);
        }

        assertThat(store.collections()).doesNotContain(COLLECTION);
    }

    @Test
    void aRowThatTheStoreRefusesIsSetAsideAlone() throws InterruptedException {
        for (int number = 0; number < 40; number++) {
            published(vector("picture-" + number, 1, number));
        }
        store.refuses = row -> row.id().equals("picture-7") || row.id().equals("picture-23");

        BatchResult result = handler.handle(batch);

        assertThat(result.refusals())
                .extracting(refusal -> refusal.image().id())
                .containsExactlyInAnyOrder("picture-7", "picture-23");
        assertThat(result.refusals())
                .allSatisfy(refusal -> assertThat(refusal.failure())
                        .hasMessageContaining("the store refuses its row: invalid parameter"));
        assertThat(ids(COLLECTION)).hasSize(38).doesNotContain("picture-7", "picture-23");
    }

    @Test
    void aStoreThatTakesNoRowRefusesNoImage() throws InterruptedException {
        for (int number = 0; number < 40; number++) {
            published(vector("picture-" + number, 1, number));
        }
        store.refuses = row -> true;

        assertThatThrownBy(() -> handler.handle(batch))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(COLLECTION + " takes no row");
    }

    @Test
    void nothingIsWrittenOnceTheBatchIsAnothersToWrite() throws InterruptedException {
        for (int number = 0; number < 1_234; number++) {
            published(vector("picture-" + number, 1, number));
        }
        AtomicInteger asked = new AtomicInteger();
        Ownership lostLater = new FakeOwnership(false) {
            @Override
            public void require() throws InterruptedException {
                if (asked.incrementAndGet() > 1) {
                    throw new InterruptedException("the batch was taken away");
                }
            }
        };

        assertThatThrownBy(() -> handler.handle(batch, lostLater)).isInstanceOf(InterruptedException.class);

        assertThat(store.count(COLLECTION))
                .as("the first slice, before which it was ours")
                .isEqualTo(store.limits().rowsPerWrite());
    }

    @Test
    void olderRecordsDoNotOverwriteWhatThePreviousOwnerWroteAhead() throws InterruptedException {
        spaces = spaces.with(Generation.ready(SPACE.id(), 2, NOW));
        published(vector("a", 1, 0));
        record("b", null);
        published(vector("c", 1, 0));
        List<ConsumerRecord<byte[], byte[]>> older = List.copyOf(batch);
        published(vector("a", 0, 1));
        published(vector("b", 0, 1));
        handler.handle(batch);
        store.delete(COLLECTION, List.of("c"));

        handler.handle(older, new FakeOwnership(true));

        assertThat(stored("a")).containsExactly(0, 1);
        assertThat(ids(COLLECTION)).containsExactlyInAnyOrder("a", "b", "c");
        handler.handle(older, new FakeOwnership(false));
        assertThat(stored("a")).as("where no other instance wrote, nobody asks").containsExactly(1, 0);
    }

    private static class FakeOwnership implements Ownership {
        private final boolean contested;

        FakeOwnership(boolean contested) {
            this.contested = contested;
        }

        @Override
        public void require() throws InterruptedException {}

        @Override
        public boolean isContested(ConsumerRecord<byte[], byte[]> record) {
            return contested;
        }
    }

    @Test
    void nothingIsWrittenOnceTheSpaceHasAnotherCollection() throws InterruptedException {
        spaces = spaces.with(Generation.building(SPACE.id(), "0b", true, "lost", NOW));
        published(vector("a", 1, 0));

        assertThat(handler.handle(batch)).isEqualTo(BatchResult.none());

        assertThat(ids(COLLECTION)).isEmpty();
    }

    @Test
    void countsWhatItWroteAndForgot() throws InterruptedException {
        published(vector("a", 1, 0));
        published(vector("b", 1, 0));
        record("c", null);

        handler.handle(batch);

        assertThat(metrics.get("lookalike.sink.upserts")
                        .tag("space", SPACE.id())
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(metrics.get("lookalike.sink.deletes").counter().count()).isEqualTo(1);
    }

    private double skipped(Space space) {
        return metrics.get("lookalike.sink.skipped")
                .tag("space", space.id())
                .counter()
                .count();
    }

    private void assertInvalid(String... told) throws InterruptedException {
        PermanentFailure refused = onlyRefused(handler.handle(batch)).failure();
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refused).hasMessageContainingAll(told);
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

    /** Of a space that is being built, whose collection cannot be read otherwise. */
    private List<String> filled(Space space) {
        store.ensureCollection(space.collection(), space.dimensions());
        return ids(space.collection());
    }

    private List<String> ids(String collection) {
        List<String> ids = new ArrayList<>();
        store.forEachId(collection, ids::add);
        return ids;
    }

    private static Refusal onlyRefused(BatchResult result) {
        assertThat(result.outputs()).isEmpty();
        assertThat(result.refusals()).hasSize(1);
        return result.refusals().get(0);
    }
}
