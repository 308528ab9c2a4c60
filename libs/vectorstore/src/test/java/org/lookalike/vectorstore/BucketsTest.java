package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BucketsTest {
    /** Rows are stored with their bucket: another hash would make every collection look wrong. */
    @Test
    void theBucketOfAnIdNeverChanges() {
        // The check value of CRC-32C, 0xE3069283.
        assertThat(Buckets.of("123456789")).isEqualTo(0xE3069283 & 0xfff);
        assertThat(Buckets.of("")).isZero();
    }

    @Test
    void idsSpreadEvenly() {
        int[] sizes = new int[Buckets.COUNT];
        IntStream.range(0, 100 * Buckets.COUNT)
                .forEach(i -> sizes[Buckets.of("line 7/camera/%08d.jpg".formatted(i))]++);

        assertThat(IntStream.of(sizes).min().orElseThrow()).isGreaterThan(40);
        assertThat(IntStream.of(sizes).max().orElseThrow()).isLessThan(200);
    }

    @Test
    void aRangeHasAtLeastOneBucketAndNoneThatDoesNotExist() {
        assertThat(BucketRange.ALL.contains("a")).isTrue();
        assertThat(BucketRange.of(Buckets.of("a")).contains("a")).isTrue();
        assertThat(BucketRange.of((Buckets.of("a") + 1) % Buckets.COUNT).contains("a"))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BucketRange(7, 7))
                .withMessageContaining("7 to 7");
        assertThatIllegalArgumentException().isThrownBy(() -> new BucketRange(0, Buckets.COUNT + 1));
    }

    @Test
    void onlyTheSamePartitionTellsWhichOriginIsNewer() {
        RowOrigin origin = new RowOrigin(1, 10);

        assertThat(origin.isNewerThan(new RowOrigin(1, 9))).isTrue();
        assertThat(origin.isNewerThan(origin)).isFalse();
        assertThat(origin.isNewerThan(new RowOrigin(2, 9))).isFalse();
        assertThat(origin.isNewerThan(RowOrigin.UNKNOWN)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RowOrigin(1, -1))
                .withMessageContaining("-1");
    }
}
