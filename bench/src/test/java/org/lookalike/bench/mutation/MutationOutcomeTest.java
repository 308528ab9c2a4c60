package org.lookalike.bench.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.mutation.MutationOutcome.Memory;

final class MutationOutcomeTest {
    private static final List<Memory> FLAT = memory(50, 100, 105);

    @Test
    void isSoundIfEachPictureHasAnEndAndMemoryIsFlat() {
        assertThat(outcome(3, 2, 0, true, FLAT).isSound()).isTrue();
    }

    @Test
    void isNotSoundIfAPictureIsMissingOrCountedTwice() {
        assertThat(outcome(4, 2, 1, true, FLAT).isSound()).isFalse();
        assertThat(outcome(3, 3, 0, true, FLAT).isSound()).isFalse();
    }

    @Test
    void isNotSoundIfAStageStoppedOrMemoryGrows() {
        assertThat(outcome(3, 2, 0, false, FLAT).isSound()).isFalse();
        assertThat(outcome(3, 2, 0, true, memory(100, 100, 111)).isSound()).isFalse();
    }

    @Test
    void tellsTheSumByCode() {
        assertThat(outcome(3, 2, 0, true, FLAT).table())
                .contains(
                        "3 pictures: 2 embedded, 1 refused, 0 missing", "1 IMAGE_CORRUPT", "every stage goes on: yes");
    }

    private static MutationOutcome outcome(
            int pictures, int embedded, int missing, boolean alive, List<Memory> memory) {
        return new MutationOutcome(
                pictures,
                embedded,
                Map.of("IMAGE_CORRUPT", 1),
                missing,
                5,
                Map.of("MALFORMED_RECORD", 4),
                alive,
                memory,
                1);
    }

    private static List<Memory> memory(long... mebibytes) {
        return Arrays.stream(mebibytes)
                .mapToObj(each -> new Memory(each << 20, each << 20))
                .toList();
    }
}
