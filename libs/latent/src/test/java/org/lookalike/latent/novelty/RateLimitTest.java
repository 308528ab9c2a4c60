package org.lookalike.latent.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.novelty.RateLimit.Decision;
import org.lookalike.latent.novelty.RateLimit.History;

class RateLimitTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RateLimit limit = new RateLimit(2, Duration.ofMinutes(60));

    @Test
    void raisesNoMoreThanAllowedInAPeriodAndTellsTheRestWithTheNext() {
        History history = History.none();
        List<String> told = new ArrayList<>();
        for (int minute : new int[] {0, 10, 20, 59, 60, 61, 70}) {
            Decision decision = limit.decide(history, at(minute));
            history = decision.history();
            told.add(decision.raise() ? minute + "+" + decision.suppressedBefore() : minute + "-");
        }
        assertThat(told).containsExactly("0+0", "10+0", "20-", "59-", "60+2", "61-", "70+1");
        assertThat(history.suppressed()).isZero();
    }

    @Test
    void holdsInEveryStretchOfAPeriodWhateverTheOrder() {
        Random random = new Random(3);
        History history = History.none();
        List<Integer> raised = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            // Late by up to an hour.
            int minute = Math.max(0, i * 5 - random.nextInt(60));
            Decision decision = limit.decide(history, at(minute));
            history = decision.history();
            if (decision.raise()) {
                raised.add(minute);
            }
            assertThat(history.raised()).hasSizeLessThanOrEqualTo(8);
        }
        assertThat(raised).hasSizeGreaterThan(200);
        for (int start : raised) {
            assertThat(raised.stream().filter(minute -> minute >= start && minute < start + 60))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aTimeFarAheadHoldsBackItsOwnTimeOnly() {
        History history = limit.decide(History.none(), at(50_000_000)).history();
        history = limit.decide(history, at(50_000_000)).history();
        assertThat(limit.decide(history, at(50_000_000)).raise()).isFalse();
        assertThat(limit.decide(history, at(0)).raise()).isTrue();
    }

    @Test
    void decidesTheSameAgainFromTheSameHistory() {
        History history = limit.decide(History.none(), at(1)).history();
        assertThat(limit.decide(history, at(2))).isEqualTo(limit.decide(history, at(2)));
        assertThat(limit.decide(new History(history.raised(), history.suppressed()), at(2)))
                .isEqualTo(limit.decide(history, at(2)));
    }

    @Test
    void refusesLimitsThatLimitNothing() {
        assertThatThrownBy(() -> new RateLimit(0, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 alarms");
        assertThatThrownBy(() -> new RateLimit(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("period PT0S");
    }

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}
