package org.lookalike.explorer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClientRateTest {
    private final AtomicLong now = new AtomicLong();
    private final ClientRate limit = new ClientRate(2, now::get);

    @Test
    void allowsFiveSecondsWorthAtOnceAndThenTheRate() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.take("a")).as("request %d", i).isTrue();
        }
        assertThat(limit.take("a")).isFalse();

        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(limit.take("a")).isTrue();
        assertThat(limit.take("a")).isFalse();
    }

    @Test
    void oneClientDoesNotUseUpAnothersShare() {
        for (int i = 0; i < 11; i++) {
            limit.take("a");
        }

        assertThat(limit.take("b")).isTrue();
    }
}
