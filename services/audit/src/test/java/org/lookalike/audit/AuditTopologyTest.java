package org.lookalike.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.lookalike.audit.task.DifferenceKind.EXTRA_ROW;
import static org.lookalike.audit.task.DifferenceKind.MISSING_ROW;
import static org.lookalike.audit.task.DifferenceKind.ORPHAN_VECTOR;
import static org.lookalike.audit.task.DifferenceKind.SKIPPED_EMBEDDER;
import static org.lookalike.audit.task.DifferenceKind.STALE_ROW;
import static org.lookalike.audit.task.Repair.Action.REPUBLISH;
import static org.lookalike.audit.task.Repair.Action.TOMBSTONE;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.audit.task.Repair;
import org.lookalike.schemas.Topics;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.Buckets;

class AuditTopologyTest {
    private static final String ARRIVED = Topics.IMAGES_ARRIVED.name();
    private static final String VECTORS = Topics.VECTORS.name();

    private final AuditFixture audit = new AuditFixture();

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void everyPictureIsInExactlyOneState() {
        audit.arrived("indexed", 1);
        audit.arrived("waits for the sink", 2);
        audit.arrived("waits for the embedder", 3);
        audit.refused("refused", Topics.IMAGES_ARRIVED, audit.arrived("refused", 4));
        audit.arrived("published twice", 5);
        audit.arrived("published twice", 6);
        audit.arrived("deleted", 7);
        audit.tombstone(Topics.IMAGES_ARRIVED, "deleted");
        audit.vector("indexed", 1);
        audit.vector("published twice", 6);
        audit.vector("waits for the sink", 2);

        audit.step(2, 2);

        assertThat(audit.states())
                .isEqualTo(Map.of(
                        "INDEXED", 2L,
                        "WAITING_SINK", 1L,
                        "WAITING_EMBEDDER", 1L,
                        "QUARANTINED", 1L,
                        "SUPERSEDED", 1L,
                        "DELETED", 1L));
    }

    @Test
    void aMissingRowIsMendedFromItsRecordOnceItWasFoundTwice() {
        audit.arrived("kept", 1);
        audit.arrived("lost", 2);
        long kept = audit.vector("kept", 1);
        long lost = audit.vector("lost", 2);

        audit.compare(Map.of("kept", kept), 2);
        assertThat(audit.repairs).isEmpty();
        audit.compare(Map.of("kept", kept), 2);

        assertThat(audit.repairs).containsExactly(new Repair(MISSING_ROW, REPUBLISH, "lost", VECTORS, 0, lost));
    }

    @Test
    void aRowOfAnOlderVectorIsMended() {
        long old = audit.vector("image", 1);
        long latest = audit.vector("image", 2);

        audit.compare(Map.of("image", old), 2);
        audit.compare(Map.of("image", old), 2);

        assertThat(audit.repairs).containsExactly(new Repair(STALE_ROW, REPUBLISH, "image", VECTORS, 0, latest));
    }

    @Test
    void aRowTooMuchIsDeletedThroughTheLog() {
        long kept = audit.vector("kept", 1);

        audit.compare(Map.of("kept", kept, "invented", 0L), 1);
        audit.compare(Map.of("kept", kept, "invented", 0L), 1);

        assertThat(audit.repairs).containsExactly(new Repair(EXTRA_ROW, TOMBSTONE, "invented", VECTORS, 0, -1));
    }

    @Test
    void whatIsInFlightIsNoDifference() {
        audit.vector("written", 1);
        audit.vector("to be written", 2);
        audit.vector("to be deleted", 3);
        audit.tombstone(Topics.VECTORS, "to be deleted");
        Map<String, Long> rows = Map.of("written", 0L, "to be deleted", 2L, "not yet in the ledger", 4L);

        audit.compare(rows, 1);
        audit.compare(rows, 1);

        assertThat(audit.repairs).isEmpty();
        audit.step(0, 1);
        assertThat(audit.open()).isEmpty();
    }

    @Test
    void anEqualCollectionIsComparedUpToWhatItsGroupHasCommitted() {
        audit.arrived("image", 1);
        long offset = audit.vector("image", 1);
        audit.step(1, 1);

        audit.compare(Map.of("image", offset), 1);

        assertThat(audit.comparedTo()).isEqualTo(1);
    }

    @Test
    void sayingThatACollectionIsWholeWaitsForWhatMayBeInFlight() {
        audit.arrived("lost", 1);
        long lost = audit.vector("lost", 1);
        audit.step(1, 1);

        audit.compare(Map.of("invented", 0L), 1);

        assertThat(audit.verdict().getComparedTo()).isEqualTo(1);
        assertThat(audit.verdict().getExpected()).isEqualTo(1);
        assertThat(audit.verdict().getRows()).isEqualTo(1);
        assertThat(audit.verdict().getMissing()).isEqualTo(1);
        assertThat(audit.verdict().getExtra()).isEqualTo(1);
        assertThat(audit.verdict().getDiffering()).isEqualTo(2);
        assertThat(audit.verdict().getConfirmed()).isZero();

        audit.compare(Map.of("invented", 0L), 1);
        assertThat(audit.verdict().getConfirmed()).isEqualTo(2);
        assertThat(audit.verdict().getMissingIds()).containsExactly("lost");
        assertThat(audit.verdict().getExtraIds()).containsExactly("invented");

        audit.compareAgain(Map.of("lost", lost), 1);
        assertThat(audit.verdict().getDiffering()).isZero();
    }

    @Test
    void aComparisonThatLacksASliceIsNone() {
        audit.step(0, 0);
        long half = Buckets.COUNT / 2;

        audit.compare(new BucketRange(0, (int) half), 0, 7);
        audit.compare(new BucketRange((int) half + 1, Buckets.COUNT), 0, 7);
        assertThat(audit.comparedTo()).isEqualTo(-1);
        audit.compare(new BucketRange(0, (int) half), 0, 8);
        audit.compare(new BucketRange((int) half, Buckets.COUNT), 0, 8);

        assertThat(audit.comparedTo()).isZero();
    }

    @Test
    void aRowOfAnOffsetThatItsTopicDoesNotReachIsOfAFormerTopic() {
        long kept = audit.vector("kept", 1);
        audit.vector("replaced", 2);
        Map<String, Long> rows = Map.of("kept", kept, "former", 5_000L, "replaced", 6_000L);

        audit.compare(rows, 2, 2, 3);
        audit.compare(rows, 2, 2, 3);

        assertThat(audit.repairs)
                .extracting(Repair::kind, Repair::imageId)
                .containsExactlyInAnyOrder(tuple(EXTRA_ROW, "former"), tuple(STALE_ROW, "replaced"));
    }

    @Test
    void aRowThatTheLedgerHasYetToReadIsInFlight() {
        audit.compare(Map.of("ahead", 5L), 0, 2, 6);
        audit.compare(Map.of("ahead", 5L), 0, 2, 6);

        assertThat(audit.repairs).isEmpty();
    }

    @Test
    void whatTheSinkRefusedIsNotExpected() {
        audit.vector("kept", 1);
        audit.refused("refused", Topics.VECTORS, audit.vector("refused", 2));
        audit.step(0, 2);

        audit.compare(Map.of("kept", 0L), 2);

        assertThat(audit.verdict().getExpected()).isEqualTo(1);
        assertThat(audit.verdict().getDiffering()).isZero();
    }

    @Test
    void aDeletedPictureIsForgottenOnceItsTombstonesAre() {
        audit.arrived("deleted", 1);
        audit.vector("deleted", 1);
        audit.tombstone(Topics.IMAGES_ARRIVED, "deleted");
        audit.tombstone(Topics.VECTORS, "deleted");
        audit.arrived("kept", 2);
        audit.erased("deleted");
        audit.step(3, 2);
        assertThat(audit.states()).containsEntry("DELETED", 1L);

        audit.wait(Topics.TOMBSTONE_RETENTION);
        audit.step(3, 2);
        audit.step(3, 2);

        assertThat(audit.states()).containsOnlyKeys("WAITING_EMBEDDER");
        assertThat(audit.isKnown("deleted")).isFalse();
        assertThat(audit.isKnown("kept")).isTrue();
    }

    @Test
    void aDeletedPictureWhoseVectorIsLeftIsNotForgotten() {
        audit.arrived("deleted", 1);
        audit.vector("deleted", 1);
        audit.tombstone(Topics.IMAGES_ARRIVED, "deleted");
        audit.erased("deleted");

        audit.wait(Topics.TOMBSTONE_RETENTION);
        audit.step(2, 1);
        audit.step(2, 1);

        assertThat(audit.isKnown("deleted")).isTrue();
    }

    @Test
    void aDifferenceIsClosedOnceItIsNoLongerFound() {
        audit.arrived("lost", 1);
        long offset = audit.vector("lost", 1);
        audit.compare(Map.of(), 1);
        audit.compare(Map.of(), 1);
        audit.step(1, 1);
        assertThat(audit.open()).containsExactly("MISSING_ROW lost");

        audit.compare(Map.of("lost", offset), 1);
        audit.step(1, 1);

        assertThat(audit.open()).isEmpty();
    }

    @Test
    void aVectorThatTheSinkRefusedIsNotMissed() {
        audit.refused("refused", Topics.VECTORS, audit.vector("refused", 1));

        audit.compare(Map.of(), 1);
        audit.compare(Map.of(), 1);

        assertThat(audit.repairs).isEmpty();
    }

    @Test
    void anEventThatTheEmbedderWentPastIsPublishedAgain() {
        long skipped = audit.arrived("skipped", 1);

        for (int step = 0; step < 4; step++) {
            audit.step(1, 0);
        }

        assertThat(audit.repairs)
                .containsExactly(new Repair(SKIPPED_EMBEDDER, REPUBLISH, "skipped", ARRIVED, 0, skipped));
    }

    @Test
    void anEventThatTheEmbedderHasYetToReadIsLeftAlone() {
        audit.arrived("waits", 1);

        for (int step = 0; step < 4; step++) {
            audit.step(0, 0);
        }

        assertThat(audit.repairs).isEmpty();
    }

    @Test
    void theVectorOfADeletedPictureIsDeleted() {
        audit.arrived("deleted", 1);
        audit.vector("deleted", 1);
        audit.tombstone(Topics.IMAGES_ARRIVED, "deleted");

        for (int step = 0; step < 4; step++) {
            audit.step(2, 1);
        }

        assertThat(audit.repairs).containsExactly(new Repair(ORPHAN_VECTOR, TOMBSTONE, "deleted", VECTORS, 0, -1));
    }

    @Test
    void aVectorWithoutEventOrTombstoneIsReportedAndNotDeleted() {
        audit.vector("unexplained", 1);
        audit.arrived("other", 1);

        for (int step = 0; step < 4; step++) {
            audit.step(1, 1);
        }

        assertThat(audit.repairs).extracting(Repair::imageId).doesNotContain("unexplained");
        assertThat(audit.open()).contains("ORPHAN_VECTOR unexplained");
    }

    @Test
    void aRepairThatHidANewerRecordIsUndone() {
        long old = audit.vector("image", 1);
        long newer = audit.vector("image", 2);

        audit.vectorAgain("image", 1, old);

        assertThat(audit.repairs).containsExactly(new Repair(STALE_ROW, REPUBLISH, "image", VECTORS, 0, newer));
    }

    @Test
    void whatCannotBeMendedIsTriedThreeTimesAndStaysOpen() {
        audit.vector("lost", 1);

        for (int step = 0; step < 40; step++) {
            audit.compare(Map.of(), 1);
        }

        assertThat(audit.repairs).hasSize(3);
        audit.step(0, 1);
        assertThat(audit.open()).contains("MISSING_ROW lost");
    }
}
