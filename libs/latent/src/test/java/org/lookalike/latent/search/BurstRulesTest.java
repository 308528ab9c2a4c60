package org.lookalike.latent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BurstRulesTest {
    private static final BurstRules RULES = new BurstRules(Duration.ofSeconds(2), 0.9);

    @Test
    void joinsAlikeImagesOfOneSourceAndTime() {
        assertThat(RULES.collapse(List.of(hit("a", 0L, 0), hit("a", 1L, 0), hit("a", 2L, 10), hit("b", 0L, 0))))
                .containsExactly(new Burst(0, List.of(1, 2)), new Burst(3, List.of()));
    }

    @Test
    void keepsApartWhatIsLaterOrUnlike() {
        assertThat(RULES.collapse(List.of(hit("a", 0L, 0), hit("a", 3L, 0), hit("a", 0L, 90))))
                .containsExactly(new Burst(0, List.of()), new Burst(1, List.of()), new Burst(2, List.of()));
    }

    @Test
    void doesNotChainThroughMembersOfABurst() {
        // The third is like the second, which belongs to the first, but not like the first.
        assertThat(RULES.collapse(List.of(hit("a", 0L, 0), hit("a", 0L, 20), hit("a", 0L, 40))))
                .containsExactly(new Burst(0, List.of(1)), new Burst(2, List.of()));
    }

    @Test
    void whatHasNoSourceOrTimeStandsAlone() {
        assertThat(RULES.collapse(List.of(hit("", 0L, 0), hit("", 0L, 0), hit("a", null, 0), hit("a", null, 0))))
                .hasSize(4);
    }

    @Test
    void refusesRulesThatNothingCanMeet() {
        assertThatThrownBy(() -> new BurstRules(Duration.ofSeconds(-1), 0.9)).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> new BurstRules(Duration.ZERO, 1.1)).hasMessageContaining("-1 to 1");
    }

    private static BurstCandidate hit(String source, @Nullable Long seconds, double degrees) {
        double angle = Math.toRadians(degrees);
        return new BurstCandidate(source, seconds == null ? null : Instant.ofEpochSecond(seconds), new float[] {
            (float) Math.cos(angle), (float) Math.sin(angle)
        });
    }
}
