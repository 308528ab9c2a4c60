package org.lookalike.sink.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.sink.TestVectorEvents.vector;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.AuditedCollection;
import org.lookalike.events.PartitionAudit;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.FakeVectorStore;
import org.lookalike.sink.TestVectorEvents;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Audits;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.RowOrigin;

@ExpectedLogs({"generation failed its verification", "it is built again from topic", "waiting for the audit"})
final class GenerationControllerTest {
    private static final Duration GRACE = Duration.ofHours(1);
    /** Of the topic of vectors, which has one partition. */
    private static final long END = 10;
    /** Of every collection that these tests begin with. */
    private static final String INCARNATION = "0a";

    private static final Space RAW = Space.raw(TestVectorEvents.ENCODER, 2).inIncarnation(INCARNATION);
    private static final Space FIRST = fitted(1);
    private static final Space SECOND = fitted(2);
    private static final Space FOREIGN = Space.fitted(
                    "ffeeddccbbaa9988",
                    "vectors.b",
                    LinearProjection.of(new float[] {1, 2}, new float[] {1, 0, 0, 1}),
                    List.of(),
                    null)
            .inIncarnation(INCARNATION);

    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final VectorRows rows = new VectorRows(codec);
    /** What was published. */
    private final Set<String> arrived = new TreeSet<>();

    private boolean auditRuns = true;
    /** Up to where the audit has compared every collection. */
    private long comparedTo = END;
    /** Whether it has found what differs more than once. */
    private boolean confirmed = true;
    /** How many records the audit has not handled yet. */
    private long inFlight;

    private final FakeVectorStore store = new FakeVectorStore();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Object> published = new ArrayList<>();
    private Spaces spaces =
            Spaces.none().with(RAW).with(Generation.building(RAW.id(), INCARNATION, false, "", Instant.EPOCH));
    private String nextIncarnation = INCARNATION;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private GenerationProgress progress = new GenerationProgress(10, 10);
    private GenerationController controller = controller(new GenerationControllerConfig(true, GRACE, true, 0.1));

    @BeforeEach
    void createTheFirstCollection() {
        store.ensureCollection(RAW.collection(), 2);
    }

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void aSpaceThatHasCaughtUpAndIsConsistentGetsReady() throws InterruptedException {
        arrive(RAW, "a");

        controller.runOnce();

        assertThat(published).containsExactly(Generation.ready(RAW.id(), 1, INCARNATION, now));
    }

    @Test
    void aSpaceThatHasNotCaughtUpIsNotVerified() throws InterruptedException {
        progress = new GenerationProgress(10, 100_000);

        controller.runOnce();

        assertThat(published).isEmpty();
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
        controller.runOnce();
        now = now.plusSeconds(10);
        progress = new GenerationProgress(20_000, 100_000);

        controller.runOnce();

        assertThat(metrics.get("lookalike.generation.remaining.seconds").gauge().value())
                .isEqualTo(40);
        controller.onResigned();
        assertThat(metrics.find("lookalike.generation.progress").gauges()).isEmpty();
    }

    @Test
    void aReadyFittedSpaceIsActivatedOnce() throws InterruptedException {
        arrive(RAW, "a");
        arrive(FIRST, "a");
        spaces = spaces.with(FIRST);

        rounds(4);

        assertThat(spaces.active()).contains(FIRST);
        assertThat(published.stream().filter(Activation.class::isInstance)).hasSize(1);
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
        assertThat(published).isEmpty();
    }

    @Test
    void aControllerThatDiedBeforeTheActivationIsSucceeded() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FIRST).with(ready(FIRST));

        rounds(1);

        assertThat(spaces.active()).contains(FIRST);
    }

    @Test
    void nothingIsActivatedWhereAPersonDecides() throws InterruptedException {
        controller = controller(new GenerationControllerConfig(false, GRACE, true, 0.1));
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
    void anInconsistentGenerationIsPublishedOnceAndGetsReadyWhenItIsConsistent() throws InterruptedException {
        arrive(RAW, "a", "b");
        store.delete(RAW.collection(), List.of("b"));

        rounds(3);
        now = now.plusSeconds(60);
        rounds(1);

        assertThat(published).singleElement().satisfies(each -> {
            Generation failed = (Generation) each;
            assertThat(failed.state()).isEqualTo(State.FAILED);
            assertThat(failed.missing()).containsExactly("b");
            assertThat(failed.extra()).isEmpty();
            assertThat(failed.reason())
                    .isEqualTo("1 picture is missing and 0 are too many; the topic holds 2, the collection 1");
        });
        sink(RAW, "b");
        now = now.plusSeconds(60);
        rounds(1);
        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
    }

    @Test
    void aGenerationThatTheAuditHasNotComparedWaitsForItAndSaysSo() throws InterruptedException {
        arrive(RAW, "a");
        auditRuns = false;
        rounds(1);
        now = now.plusSeconds(31);

        rounds(2);

        assertThat(published).isEmpty();
        auditRuns = true;
        rounds(1);
        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
    }

    @Test
    void aComparisonThatDoesNotGoToTheEndDoesNotCount() throws InterruptedException {
        arrive(RAW, "a");
        comparedTo = END - 1;
        rounds(2);
        assertThat(published).isEmpty();

        comparedTo = END;
        rounds(1);

        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
    }

    @Test
    void aDifferenceThatMayBeInFlightHoldsAGenerationBackAndFailsItNot() throws InterruptedException {
        arrive(RAW, "a", "b");
        store.delete(RAW.collection(), List.of("b"));
        confirmed = false;

        rounds(2);

        assertThat(published).isEmpty();
    }

    @Test
    void theSupersededSpaceIsDroppedAfterTheGraceAndItsCollectionWithIt() throws InterruptedException {
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
        controller = controller(new GenerationControllerConfig(true, GRACE, false, 0.1));
        spaces = spaces.with(ready(RAW)).with(FIRST).with(ready(FIRST));
        now = now.plusSeconds(1);
        spaces = spaces.with(activation(FIRST));
        now = now.plus(GRACE).plusSeconds(1);

        rounds(2);

        assertThat(spaces.alive()).containsExactly(FIRST);
    }

    @Test
    void whatGotReadyAfterTheActivationWaitsForADecision() throws InterruptedException {
        controller = controller(new GenerationControllerConfig(false, GRACE, true, 0.1));
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
        store.ensureCollection(FIRST.collection(), 2);
        rounds(2);
        assertThat(spaces.alive()).as("after a rollback").containsExactly(RAW, FIRST);
    }

    @Test
    void aCollectionThatLacksMuchIsBuiltAgainRatherThanRepaired() throws InterruptedException {
        controller = controller(new GenerationControllerConfig(true, GRACE, true, 0.1));
        String[] ids = IntStream.range(0, 3_000).mapToObj(i -> "id-" + i).toArray(String[]::new);
        arrive(RAW, ids);
        store.delete(RAW.collection(), List.of(ids));
        nextIncarnation = "0b";

        rounds(2);

        assertThat(spaces.generation(RAW.id()).incarnation()).isEqualTo("0b");
        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.BUILDING);
        assertThat(store.collections()).containsExactly(RAW.inIncarnation("0b").collection());
    }

    @Test
    void aNewSpaceGetsACollectionOfItsOwnBeforeAnythingIsWritten() throws InterruptedException {
        spaces = Spaces.none().with(RAW).with(FIRST);

        rounds(1);

        assertThat(spaces.find(FIRST.id()).orElseThrow().collection()).isEqualTo(FIRST.collection());
        assertThat(store.identity(FIRST.collection())).contains(FIRST.collection());
        assertThat(spaces.searchable(RAW.id()))
                .as("the first one, while it is filled")
                .isPresent();
        assertThat(spaces.searchable(FIRST.id())).isEmpty();
    }

    /** Its rows have neither buckets nor origins, so that it cannot be compared. */
    @Test
    void aReadyCollectionOfAnOlderVersionIsBuiltAgainAndNotSearchedInPart() throws InterruptedException {
        spaces = Spaces.none().with(RAW).with(Generation.ready(RAW.id(), 5, now));
        nextIncarnation = "0d";

        controller.runOnce();

        assertThat(spaces.generation(RAW.id()).incarnation()).isEqualTo("0d");
        assertThat(spaces.searchable(RAW.id())).isEmpty();
    }

    @Test
    void aReadyCollectionThatIsGoneIsBuiltAgainAndNotSearchedMeanwhile() throws InterruptedException {
        getsReady("a", "b");
        store.drop(RAW.collection());

        rounds(1);

        assertThatItIsBuiltAgain("is gone");
    }

    @Test
    void aReadyCollectionThatWasReplacedIsBuiltAgain() throws InterruptedException {
        getsReady("a", "b");
        store.identity = "somebody else's";

        rounds(1);

        assertThatItIsBuiltAgain("replaced");
    }

    @Test
    void aReadyCollectionThatWasEmptiedIsBuiltAgain() throws InterruptedException {
        getsReady("a", "b");
        store.delete(RAW.collection(), List.of("a", "b"));

        rounds(1);

        assertThatItIsBuiltAgain("0 of 2");
    }

    @Test
    void aCollectionThatIsLostWhileItIsFilledIsBuiltAgainAndNotSearchedInPart() throws InterruptedException {
        progress = new GenerationProgress(1_000, 9_000);
        nextIncarnation = "0b";
        store.drop(RAW.collection());

        rounds(1);

        assertThatItIsBuiltAgain("is gone");
    }

    @Test
    void whatTheAuditFindsInAReadyCollectionIsShown() throws InterruptedException {
        controller = controller(new GenerationControllerConfig(true, GRACE, true, 0.5));
        getsReady("a", "b", "c");
        store.delete(RAW.collection(), List.of("b"));
        sink(RAW, "stranger");

        rounds(1);

        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
        assertThat(metrics.get("lookalike.generation.missing").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("lookalike.generation.extra").gauge().value()).isEqualTo(1);
    }

    @Test
    void aReadyCollectionIsNotLostWhereWhatItLacksMayBeInFlight() throws InterruptedException {
        getsReady("a", "b");
        arrived.add("c");
        arrived.add("d");
        inFlight = 1;

        rounds(1);

        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
        now = now.plusSeconds(10);
        inFlight = 0;
        rounds(1);
        assertThatItIsBuiltAgain("2 of 4");
    }

    @Test
    void manyDeletionsAreNoLoss() throws InterruptedException {
        getsReady("a", "b", "c", "d");
        arrived.removeAll(List.of("a", "b", "c"));
        store.delete(RAW.collection(), List.of("a", "b", "c"));

        rounds(2);

        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
    }

    @Test
    void withoutTheAuditACollectionIsLostOnceItLacksATenth() throws InterruptedException {
        getsReady(IntStream.range(0, 20).mapToObj(i -> "id-" + i).toArray(String[]::new));
        auditRuns = false;
        store.delete(RAW.collection(), List.of("id-0", "id-1"));
        rounds(1);
        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
        now = now.plusSeconds(10);
        store.delete(RAW.collection(), List.of("id-2"));

        rounds(1);

        assertThatItIsBuiltAgain("17 of 20");
    }

    @Test
    void aRollbackHoldsHoweverSlowTheClockOfWhoDecidedIt() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FIRST).with(ready(FIRST));
        spaces = spaces.with(activation(FIRST));
        Instant slow = now.minus(Duration.ofMinutes(5));

        spaces = spaces.with(new Activation(RAW.id(), "operator", "better after all", slow));
        rounds(2);

        assertThat(spaces.active()).contains(RAW);
        assertThat(published).isEmpty();
    }

    private void getsReady(String... ids) throws InterruptedException {
        arrive(RAW, ids);
        rounds(1);
        assertThat(spaces.generation(RAW.id()).state()).isEqualTo(State.READY);
        nextIncarnation = "0b";
        now = now.plusSeconds(10);
    }

    private void assertThatItIsBuiltAgain(String reason) {
        Generation generation = spaces.generation(RAW.id());
        assertThat(generation.state()).isEqualTo(State.BUILDING);
        assertThat(generation.reason()).contains(reason);
        assertThat(spaces.find(RAW.id()).orElseThrow().collection()).endsWith("_0b");
        assertThat(spaces.searchable(RAW.id())).isEmpty();
        assertThat(spaces.active()).isEmpty();
    }

    @Test
    void aCollectionCreatedAgainAfterTheDropIsRemovedAgain() throws InterruptedException {
        spaces = spaces.with(ready(RAW)).with(FIRST).with(Generation.dropped(FIRST.id(), "", now));
        sink(FIRST, "a");

        rounds(1);

        assertThat(store.collections()).doesNotContain(FIRST.collection());
    }

    private void rounds(int count) throws InterruptedException {
        for (int round = 0; round < count; round++) {
            controller.runOnce();
        }
    }

    private GenerationController controller(GenerationControllerConfig config) {
        return new GenerationController(
                config,
                () -> spaces,
                new GenerationController.Publisher() {
                    @Override
                    public void acquire() {}

                    @Override
                    public void release() {}

                    @Override
                    public void removeGroups(Spaces known) {}

                    @Override
                    public void publish(Generation generation) {
                        published.add(generation);
                        spaces = spaces.with(generation);
                    }

                    @Override
                    public void publish(Activation activation) {
                        published.add(activation);
                        spaces = spaces.with(activation);
                    }
                },
                store,
                this::audits,
                space -> progress,
                space -> Map.of(0, END),
                new ExpectedRows(this::audits, space -> Map.of(0, END), config.lostShare(), () -> now),
                new ProgressMetrics(metrics),
                () -> nextIncarnation,
                () -> now);
    }

    /** What the audit finds at this moment, in every collection. */
    private Audits audits() {
        if (!auditRuns) {
            return Audits.none();
        }
        List<AuditedCollection> compared = new ArrayList<>();
        for (Space space : spaces.alive()) {
            if (store.collections().contains(space.collection())) {
                compared.add(compare(space));
            }
        }
        PartitionAudit audit = PartitionAudit.newBuilder()
                .setPartition(0)
                .setAt(now)
                .setCollections(compared)
                .build();
        return Audits.none().with(audit, now);
    }

    private AuditedCollection compare(Space space) {
        Set<String> rows = new TreeSet<>();
        store.forEachId(space.collection(), rows::add);
        List<String> missing = arrived.stream().filter(id -> !rows.contains(id)).toList();
        List<String> extra = rows.stream().filter(id -> !arrived.contains(id)).toList();
        long differing = (long) missing.size() + extra.size();
        return AuditedCollection.newBuilder()
                .setSpaceId(space.id())
                .setCollection(space.collection())
                .setExpected(arrived.size())
                .setSettledTo(END - inFlight)
                .setComparedTo(comparedTo)
                .setComparedAt(now)
                .setRows(rows.size())
                .setDiffering(differing)
                .setConfirmed(confirmed ? differing : 0)
                .setMissing(missing.size())
                .setExtra(extra.size())
                .setMissingIds(missing)
                .setExtraIds(extra)
                .build();
    }

    private Generation ready(Space space) {
        store.ensureCollection(space.collection(), 2);
        return Generation.ready(space.id(), arrived.size(), INCARNATION, now);
    }

    private Activation activation(Space space) {
        return new Activation(space.id(), "test", "", now);
    }

    private void arrive(Space space, String... ids) {
        for (String id : ids) {
            arrived.add(id);
            sink(space, id);
        }
    }

    private void sink(Space space, String id) {
        store.ensureCollection(space.collection(), 2);
        store.upsert(
                space.collection(),
                List.of(rows.read(id, encoded(id), RowOrigin.UNKNOWN).in(space)));
    }

    private byte[] encoded(String id) {
        return codec.encode(Topics.VECTORS, vector(id, id.hashCode(), 1).build());
    }

    private static Space fitted(float tilt) {
        return Space.fitted(
                        TestVectorEvents.ENCODER,
                        "vectors",
                        LinearProjection.of(new float[] {1, 2}, new float[] {1, tilt, 0, 1}),
                        List.of(),
                        null)
                .inIncarnation(INCARNATION);
    }
}
