package org.lookalike.cli.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.admin.spaces.AlertSummary;
import org.lookalike.events.Alert;

class AlertsCommandTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-08T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "45s, 2026-03-08T11:59:15Z",
        "30m, 2026-03-08T11:30:00Z",
        "12h, 2026-03-08T00:00:00Z",
        "7d, 2026-03-01T12:00:00Z",
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z"
    })
    void sinceIsAnInstantOrSoLongAgo(String text, Instant expected) {
        assertThat(AlertsCommand.instant(text, CLOCK)).isEqualTo(expected);
    }

    @Test
    void anotherSinceIsRefusedByItsText() {
        assertThatThrownBy(() -> AlertsCommand.instant("yesterday", CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'yesterday'");
    }

    @Test
    void pastAlertsComeInTheOrderOfTheirTimeAndLaterOnesAsTheyCome() {
        List<String> printed = new ArrayList<>();
        AlertsCommand.Ordered ordered = new AlertsCommand.Ordered(alert -> printed.add(alert.getMessage()));

        ordered.accept(alert("second", 20));
        ordered.accept(alert("first", 10));
        assertThat(printed).isEmpty();
        ordered.caughtUp();
        ordered.accept(alert("fourth", 40));
        ordered.accept(alert("late", 30));

        assertThat(printed).containsExactly("first", "second", "fourth", "late");
    }

    @Test
    void aLineTellsWhatWasMeasuredAndHowMuchWasHeldBack() {
        Alert alert = Alert.newBuilder(alert("camera-3 differs from its past", 10))
                .setSuppressed(1_200)
                .build();

        assertThat(AlertsCommand.text(AlertSummary.of(alert)))
                .startsWith("1970-01-01T00:00:10Z")
                .contains(
                        "DRIFT",
                        "camera-3 differs from its past",
                        "0.5000",
                        "threshold 0.2500",
                        "1,200 more suppressed");
    }

    private static Alert alert(String message, long second) {
        return Alert.newBuilder()
                .setKind("DRIFT")
                .setAt(Instant.ofEpochSecond(second))
                .setSpaceId("0123456789ab")
                .setSource("camera-3")
                .setValue(0.5)
                .setThreshold(0.25)
                .setMessage(message)
                .build();
    }
}
