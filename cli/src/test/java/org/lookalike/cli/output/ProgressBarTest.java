package org.lookalike.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private Instant now = Instant.EPOCH;

    @Test
    void showsDoneRateTimeLeftAndRefused() {
        ProgressBar bar = new ProgressBar(out, true, () -> now);

        now = now.plusSeconds(10);
        bar.show(45, 5, 100);

        assertThat(shown())
                .startsWith("\r[" + "█".repeat(15) + "·".repeat(15) + "]")
                .contains("45/100 indexed, 5/s, 10s left, 5 refused")
                .doesNotContain("\n");
    }

    @Test
    void withoutATerminalItIsALineEveryFewSeconds() {
        ProgressBar bar = new ProgressBar(out, false, () -> now);

        for (int second = 0; second < 12; second++) {
            now = Instant.EPOCH.plus(Duration.ofSeconds(second));
            bar.show(second, 0, 100);
        }

        assertThat(shown().lines()).hasSize(2).noneMatch(line -> line.contains("\r") || line.contains("\u001b"));
    }

    @Test
    void theTimeLeftIsUnknownBeforeAnythingHasMoved() {
        ProgressBar bar = new ProgressBar(out, true, () -> now);

        now = now.plusSeconds(1);
        bar.show(0, 0, 100);

        assertThat(shown()).contains("? left");
    }

    @Test
    void nothingToDoIsDoneAtOnce() {
        new ProgressBar(out, false, () -> now).finish(0, 0, 0);

        assertThat(shown()).contains("█".repeat(30), "0/0 indexed").endsWith(System.lineSeparator());
    }

    @Test
    void otherThingsThanImagesAreNamedAndNotRefused() {
        ProgressBar bar = new ProgressBar(out, true, () -> now, "iterations");

        now = now.plusSeconds(10);
        bar.show(50, 0, 100);

        assertThat(shown()).contains("50/100 iterations, 5/s, 10s left").doesNotContain("refused");
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
