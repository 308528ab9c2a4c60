package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class ByteBudgetTest {
    private static final int KIB = 1024;

    private final ByteBudget budget = new ByteBudget(10 * KIB);

    @ParameterizedTest
    @CsvSource({"1, 1", "1024, 1", "1025, 2", "10240, 10", "20000, 10", "0, 1", "-5, 1", "9223372036854775807, 10"})
    void countsWholeKibibytesFromOneToAll(long bytes, int units) throws InterruptedException {
        assertThat(budget.take(bytes)).isEqualTo(units);
        assertThat(budget.taken()).isEqualTo((double) units * KIB);
    }

    @Test
    void whatIsGivenBackIsFreeAgain() throws InterruptedException {
        budget.give(budget.take(5 * KIB));
        assertThat(budget.taken()).isZero();
    }

    @Test
    void anImageLargerThanAllWaitsUntilItIsAlone() throws InterruptedException {
        int held = budget.take(1);
        AtomicInteger got = new AtomicInteger();
        Thread large = new Thread(() -> {
            try {
                got.set(budget.take(1L << 40));
            } catch (InterruptedException e) {
                got.set(-1);
            }
        });
        large.start();
        await().until(() -> large.getState() == Thread.State.WAITING);
        assertThat(got).hasValue(0);

        budget.give(held);
        large.join();

        assertThat(got).hasValue(10);
    }
}
