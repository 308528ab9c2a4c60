package org.lookalike.sink.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.sink.VectorExamples.vector;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.FlakyVectorStore;
import org.lookalike.sink.VectorExamples;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

final class KeeperTest {
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Space RAW = Space.raw(VectorExamples.ENCODER, 2);
    private static final Space FIRST = fitted(1);
    private static final Space SECOND = fitted(2);
    private static final Space FOREIGN = Space.fitted(
            "ffeeddccbbaa9988",
            "vectors.b",
            LinearProjection.of(new float[] {1, 2}, new float[] {1, 0, 0, 1}),
            List.of(),
            null);

    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final VectorRows rows = new VectorRows(codec);
    private final FakeTopic topic = new FakeTopic();
    private final FlakyVectorStore store = new FlakyVectorStore();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Object> announced = new ArrayList<>();
    private Spaces spaces = Spaces.none().with(RAW);
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private GenerationProgress progress = new GenerationProgress(10, 10);
    private Keeper keeper = keeper(new KeeperConfig(true, GRACE, true, false));

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void aSpaceThatHasCaughtUpAndIsWholeGetsReady() throws InterruptedException {
        arrive(RAW, "a");

        keeper.round();

        assertThat(announced).containsExactly(Generation.ready(RAW.id(), 1, now));
    }

    @Test
    void aSpaceThatHasNotCaughtUpIsNotCounted() throws InterruptedException {
        progress = new GenerationProgress(10, 100_000);

        keeper.round();

        assertThat(announced).isEmpty();
        assertThat(metrics.get("lookalike.generation.progress")
                        .tag("space", RAW.id())
                        .gauge()
                        .value())
                .isEqualTo(1e-4);
        assertThat(metrics.get("lookalike.generation.remaining.seconds").gauge().value())
                .isNaN();
    }

    @Test
    void tellsHowLongItWillTake() throws InterruptedException {
        progress = new GenerationProgress(0, 100_000);
        keeper.round();
        now = now.plusSeconds(10);
        progress = new GenerationProgress(20_000, 100_000);

        keeper.round();

        assertThat(metrics.get("lookalike.generation.remaining.seconds").gauge().value())
                .isEqualTo(40);
        keeper.end();
        assertThat(metrics.find("lookalike.generation.progress").gauges()).isEmpty();
    }

    @Test
    void aReadyFittedSpaceIsActivatedOnce() throws InterruptedException {
        arrive(RAW, "a");
        arrive(FIRST, "a");
        spaces = spaces.with(FIRST);

        rounds(4);

        assertThat(spaces.active()).contains(FIRST);
        assertThat(announced.stream().filter(Activation.class::isInstance)).hasSize(1);
    }

    @Test
    void aRollbackIsNotUndone() throws InterruptedException {
        arrive(FIRST, "a");
        arrive(SECOND, "a");
        spaces = spaces.with(FIRST).with(ready(FIRST)).with(activation(FIRST));
        now = now.plusSeconds(5);
        spaces = spaces.with(SECOND).with(ready(SECOND)).with(activation(SECOND));
        now = now.plusSeconds(5);
        // Compaction leaves no trace of the earlier activations.
        spaces = Spaces.none()
                .with(RAW)
                .with(FIRST)
                .with(SECOND)
                .with(ready(RAW))
                .with(spaces.generation(FIRST.id()))
                .with(spaces.generation(SECOND.id()))
                .with(activation(FIRST));
        now = now.plusSeconds(5);

        rounds(3);

        assertThat(spaces.active()).contains(FIRST);
        assertThat(announced).isEmpty();
    }

    @Test
    void aKeeperThatDiedBeforeTheActivationIsReplaced() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FIRST).with(ready(FIRST));

        rounds(1);

        assertThat(spaces.active()).contains(FIRST);
    }

    @Test
    void nothingIsActivatedWhereAPersonDecides() throws InterruptedException {
        keeper = keeper(new KeeperConfig(false, GRACE, true, false));
        spaces = spaces.with(ready(RAW)).with(FIRST).with(ready(FIRST));

        rounds(3);

        assertThat(spaces.active()).contains(RAW);
    }

    @Test
    void aSpaceOfAnotherEncoderIsNotActivatedByItself() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FOREIGN).with(ready(FOREIGN));

        rounds(3);

        assertThat(spaces.active()).contains(RAW);
    }

    @Test
    void aWrongGenerationIsNamedOnceAndGetsReadyWhenItIsRight() throws InterruptedException {
        arrive(RAW, "a", "b");
        store.delete(RAW.collection(), List.of("b"));

        rounds(3);
        now = now.plusSeconds(60);
        rounds(1);

        assertThat(announced).singleElement().satisfies(each -> {
            Generation failed = (Generation) each;
            assertThat(failed.state()).isEqualTo(State.FAILED);
            assertThat(failed.missing()).containsExactly("b");
            assertThat(failed.extra()).isEmpty();
            assertThat(failed.reason()).contains("1 pictures are missing");
        });
        sink(RAW, "b");
        now = now.plusSeconds(60);
        rounds(1);
        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
    }

    @Test
    void aWrongGenerationIsPutRightAndCountedAgain() throws InterruptedException {
        keeper = keeper(new KeeperConfig(true, GRACE, true, true));
        arrive(RAW, "a", "b");
        store.delete(RAW.collection(), List.of("b"));

        for (int round = 0; round < 5; round++) {
            rounds(1);
            now = now.plusSeconds(60);
        }

        assertThat(announced).map(each -> ((Generation) each).state()).containsExactly(State.FAILED, State.READY);
        assertThat(store.count(RAW.collection())).isEqualTo(2);
    }

    @Test
    void theOneBeforeIsDroppedAfterTheGraceAndItsCollectionWithIt() throws InterruptedException {
        spaces = spaces.with(ready(RAW))
                .with(FIRST)
                .with(SECOND)
                .with(ready(FIRST))
                .with(ready(SECOND));
        sink(RAW, "a");
        sink(FIRST, "a");
        sink(SECOND, "a");
        now = now.plusSeconds(1);
        spaces = spaces.with(activation(SECOND));
        now = now.plus(GRACE).minusSeconds(1);
        rounds(2);
        assertThat(spaces.alive()).containsExactly(RAW, FIRST, SECOND);

        now = now.plusSeconds(2);
        rounds(3);

        assertThat(spaces.alive()).containsExactly(RAW, SECOND);
        assertThat(store.collections()).containsExactlyInAnyOrder(RAW.collection(), SECOND.collection());
    }

    @Test
    void aRawSpaceIsDroppedLikeAnyOtherWhereItNeedNotBeKept() throws InterruptedException {
        keeper = keeper(new KeeperConfig(true, GRACE, false, false));
        spaces = spaces.with(ready(RAW)).with(FIRST).with(ready(FIRST));
        now = now.plusSeconds(1);
        spaces = spaces.with(activation(FIRST));
        now = now.plus(GRACE).plusSeconds(1);

        rounds(2);

        assertThat(spaces.alive()).containsExactly(FIRST);
    }

    @Test
    void whatGotReadyAfterTheActivationWaitsForADecision() throws InterruptedException {
        keeper = keeper(new KeeperConfig(false, GRACE, true, false));
        spaces = spaces.with(ready(RAW))
                .with(FIRST)
                .with(ready(FIRST))
                .with(activation(FIRST))
                .with(SECOND);
        now = now.plusSeconds(1);
        spaces = spaces.with(ready(SECOND));
        now = now.plus(GRACE.multipliedBy(2));

        rounds(2);

        assertThat(spaces.alive()).containsExactly(RAW, FIRST, SECOND);
    }

    @Test
    void aNewerEncodersSpaceWaitsForADecisionForAsLongAsItTakes() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FOREIGN).with(ready(FOREIGN));
        now = now.plusSeconds(1);
        spaces = spaces.with(FIRST).with(ready(FIRST)).with(activation(FIRST));
        now = now.plus(GRACE.multipliedBy(2));

        rounds(2);

        assertThat(spaces.alive()).containsExactly(RAW, FOREIGN, FIRST);
    }

    @Test
    void anEncoderThatHasAnsweredIsDroppedLikeAnyOther() throws InterruptedException {
        spaces = spaces.with(ready(RAW))
                .with(FIRST)
                .with(ready(FIRST))
                .with(FOREIGN)
                .with(ready(FOREIGN));
        now = now.plusSeconds(1);
        spaces = spaces.with(activation(FOREIGN));
        now = now.plusSeconds(1);
        Spaces rolledBack = spaces.with(activation(FIRST));

        now = now.plus(GRACE.multipliedBy(2));
        rounds(2);
        assertThat(spaces.alive()).as("the older encoder's").containsExactly(RAW, FOREIGN);

        spaces = rolledBack;
        rounds(2);
        assertThat(spaces.alive()).as("after a rollback").containsExactly(RAW, FIRST);
    }

    @Test
    void aLargeDifferenceIsPutRightWithoutGrowingPauses() throws InterruptedException {
        keeper = keeper(new KeeperConfig(true, GRACE, true, true));
        String[] ids = IntStream.range(0, 9_000).mapToObj(i -> "id-" + i).toArray(String[]::new);
        arrive(RAW, ids);
        store.delete(RAW.collection(), List.of(ids));

        for (int round = 0; round < 8; round++) {
            rounds(1);
            now = now.plusSeconds(3);
        }

        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
        assertThat(store.count(RAW.collection())).isEqualTo(9_000);
    }

    @Test
    void aCollectionMadeAnewAfterTheDropIsTakenAwayAgain() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FIRST).with(Generation.dropped(FIRST.id(), "", now));
        sink(FIRST, "a");

        rounds(1);

        assertThat(store.collections()).doesNotContain(FIRST.collection());
    }

    private void rounds(int count) throws InterruptedException {
        for (int round = 0; round < count; round++) {
            keeper.round();
        }
    }

    private Keeper keeper(KeeperConfig config) {
        return new Keeper(
                config,
                () -> spaces,
                new Keeper.Announcer() {
                    @Override
                    public void announce(Generation generation) {
                        announced.add(generation);
                        spaces = spaces.with(generation);
                    }

                    @Override
                    public void announce(Activation activation) {
                        announced.add(activation);
                        spaces = spaces.with(activation);
                    }
                },
                store,
                new Reconciliation(store, rows, topic::reader, space -> Map.of(FakeTopic.PARTITION, topic.end())),
                space -> progress,
                new ProgressMetrics(metrics),
                () -> now);
    }

    private Generation ready(Space space) {
        return Generation.ready(space.id(), 0, now);
    }

    private Activation activation(Space space) {
        return new Activation(space.id(), "test", "", now);
    }

    private void arrive(Space space, String... ids) {
        for (String id : ids) {
            topic.publish(id, encoded(id));
            sink(space, id);
        }
    }

    private void sink(Space space, String id) {
        store.ensureCollection(space.collection(), 2);
        store.upsert(space.collection(), List.of(rows.read(id, encoded(id)).in(space)));
    }

    private byte[] encoded(String id) {
        return codec.encode(Topics.VECTORS, vector(id, id.hashCode(), 1).build());
    }

    private static Space fitted(float tilt) {
        return Space.fitted(
                VectorExamples.ENCODER,
                "vectors",
                LinearProjection.of(new float[] {1, 2}, new float[] {1, tilt, 0, 1}),
                List.of(),
                null);
    }
}
