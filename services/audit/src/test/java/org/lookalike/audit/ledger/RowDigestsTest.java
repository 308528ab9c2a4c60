package org.lookalike.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lookalike.vectorstore.Buckets;

class RowDigestsTest {
    @Test
    void equalWhateverTheOrderTheRowsCameIn() {
        RowDigests one = new RowDigests();
        RowDigests other = new RowDigests();
        for (int row = 0; row < 1_000; row++) {
            one.add("image " + row, 1, row);
            other.add("image " + (999 - row), 1, 999 - row);
        }

        assertThat(differing(one, other)).isZero();
        assertThat(one.rows()).isEqualTo(1_000);
    }

    @Test
    void aRowOfAnotherOffsetMakesItsBucketDiffer() {
        RowDigests one = new RowDigests();
        RowDigests other = new RowDigests();
        one.add("image", 1, 7);
        other.add("image", 1, 8);

        assertThat(one.isEqual(other, Buckets.of("image"))).isFalse();
        assertThat(differing(one, other)).isEqualTo(1);
    }

    @Test
    void aRowThatWasTakenAwayLeavesNothing() {
        RowDigests digests = new RowDigests();
        digests.add("image", 1, 7);
        digests.remove("image", 1, 7);

        assertThat(differing(digests, new RowDigests())).isZero();
        assertThat(digests.rows()).isZero();
    }

    private static long differing(RowDigests one, RowDigests other) {
        long differing = 0;
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
            differing += one.isEqual(other, bucket) ? 0 : 1;
        }
        return differing;
    }
}
