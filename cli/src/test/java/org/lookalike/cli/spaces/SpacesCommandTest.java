package org.lookalike.cli.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.admin.spaces.SpaceSummary;
import org.lookalike.admin.spaces.SpaceSummary.Progress;
import org.lookalike.spaces.SpaceKind;

class SpacesCommandTest {
    @Test
    void theActiveSpaceHasAStarAndNumbersThatWereCounted() {
        SpaceSummary space = summary(true, 12_345L, 12_345L, new Progress(10, 0, null, null));

        List<String> lines = SpacesCommand.table(List.of(space)).lines();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .startsWith("*  abcdefabcdef")
                .contains("neighbour whitening", "READY", "12,345", "up to date");
        assertThat(lines.get(1)).endsWith("2026-03-01T10:00:00Z");
    }

    @Test
    void aDifferenceInNumbersIsShown() {
        assertThat(SpacesCommand.counted(summary(false, 10L, 9L, null))).isEqualTo("9 of 10");
        assertThat(SpacesCommand.counted(summary(false, null, null, null))).isEqualTo("-");
    }

    @Test
    void progressIsAShareAndTheTimeThatIsLeft() {
        assertThat(SpacesCommand.progress(new Progress(999, 1, 50.0, 1L)))
                .isEqualTo("99 %, 1 records to do, 50/s, 1 s left");
        assertThat(SpacesCommand.progress(new Progress(0, 1_000_000, 100.0, 10_000L)))
                .endsWith("2 h left");
        assertThat(SpacesCommand.progress(new Progress(0, 5, 0.0, null))).isEqualTo("0 %, 5 records to do");
        assertThat(SpacesCommand.progress(null)).isEqualTo("-");
    }

    private static SpaceSummary summary(boolean active, Long expected, Long counted, Progress progress) {
        return new SpaceSummary(
                "abcdefabcdef",
                "0123456789abcdef",
                1_280,
                "vectors",
                true,
                256,
                24,
                "READY",
                active,
                expected,
                counted,
                List.of(),
                List.of(),
                "",
                null,
                "2026-03-01T10:00:00Z",
                null,
                progress,
                SpaceKind.NEIGHBOURS);
    }
}
