package org.lookalike.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndStateTest {
    @Test
    void countsAPictureOnceThatIsMissingInSeveralPlaces() {
        EndState state = new EndState(
                Set.of("part-1: not on the topic vectors", "part-1: not found by a search", "part-2: no bytes"),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of());

        assertThat(state.summary()).startsWith("2 lost, 0 doubled");
        assertThat(state.isWhole()).isFalse();
    }
}
