package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.imaging.decode.ByteBudget;

@Timeout(60)
final class ByteBudgetTest {
    private static final int KIB = 1024;

    private final ByteBudget budget = new ByteBudget(10 * KIB);

    @ParameterizedTest
    @CsvSource({"1, 1", "1024, 1", "1025, 2", "10240, 10", "20000, 10", "0, 1", "-5, 1", "9223372036854775807, 10"})
    void countsWholeKibibytesFromOneToAll(long bytes, int units) throws InterruptedException {
        assertThat(budget.acquire(bytes)).isEqualTo(units);
        assertThat(budget.held()).isEqualTo((double) units * KIB);
    }

    @Test
    void releasedBytesAreFreeAgain() throws InterruptedException {
        budget.release(budget.acquire(5 * KIB));
        assertThat(budget.held()).isZero();
    }

    @Test
    void anImageLargerThanAllWaitsUntilItIsAlone() throws InterruptedException {
        int held = budget.acquire(1);
        AtomicInteger got = new AtomicInteger();
        Thread large = new Thread(() -> {
            try {
                got.set(budget.acquire(1L << 40));
            } catch (InterruptedException e) {
                got.set(-1);
            }
        });
        large.start();
        await().until(() -> large.getState() == Thread.State.WAITING);
        assertThat(got).hasValue(0);

        budget.release(held);
        large.join();

        assertThat(got).hasValue(10);
    }
}
