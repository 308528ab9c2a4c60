package org.lookalike.platform.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
    private static final Duration INITIAL = Duration.ofMillis(200);
    private static final Duration MAX = Duration.ofSeconds(10);

    @Test
    void doublesTheBackoffUpToItsCap() {
        RetryPolicy policy = RetryPolicy.exponential(INITIAL, MAX);

        assertThat(policy.backoff(1)).isEqualTo(INITIAL);
        assertThat(policy.backoff(2)).hasMillis(400);
        assertThat(policy.backoff(6)).hasMillis(6_400);
        assertThat(policy.backoff(7)).isEqualTo(MAX);
        assertThat(policy.backoff(Integer.MAX_VALUE)).isEqualTo(MAX);
    }

    @Test
    void jitterOnlyShortensTheBackoffAndSpreadsIt() {
        RetryPolicy policy = RetryPolicy.exponential(INITIAL, MAX).withJitter(0.5);

        Set<Duration> seen = new HashSet<>();
        for (int draw = 0; draw < 1_000; draw++) {
            seen.add(policy.backoff(1));
        }

        assertThat(seen)
                .hasSizeGreaterThan(10)
                .allMatch(backoff -> backoff.toMillis() >= 100 && backoff.compareTo(INITIAL) <= 0);
    }

    @Test
    void aFixedBackoffStaysTheSame() {
        assertThat(RetryPolicy.fixed(INITIAL).backoff(9)).isEqualTo(INITIAL);
    }

    @Test
    void rejectsACapBelowTheInitialBackoff() {
        assertThatThrownBy(() -> RetryPolicy.exponential(MAX, INITIAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT10S")
                .hasMessageContaining("PT0.2S");
    }

    @Test
    void rejectsAJitterOfMoreThanAll() {
        assertThatThrownBy(() -> RetryPolicy.fixed(INITIAL).withJitter(1.1)).hasMessageContaining("jitter is 1.1");
    }

    @Test
    void rejectsNoAttempts() {
        assertThatThrownBy(() -> RetryPolicy.fixed(INITIAL).withMaxAttempts(0))
                .hasMessageContaining("maxAttempts is 0");
    }
}
