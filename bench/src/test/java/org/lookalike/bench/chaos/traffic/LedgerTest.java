package org.lookalike.bench.chaos.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long LATER = Duration.ofMinutes(1).toNanos();

    private final Ledger ledger = new Ledger();

    @Test
    void wantsAPictureInEveryAnswerOnceASearchHasShownIt() {
        ledger.accepted("a", 1, 0, "first");
        assertThat(ledger.mustBeFound("a", later())).isFalse();

        ledger.found("a", 0, System.nanoTime());

        assertThat(ledger.mustBeFound("a", later())).isTrue();
        assertThat(ledger.mustBeFound("a", System.nanoTime()))
                .as("it has not settled")
                .isFalse();
    }

    @Test
    void wantsADeletedPictureInNoAnswerOnceASearchHasMissedIt() {
        ledger.accepted("a", 1, 0, "first");
        ledger.found("a", 0, System.nanoTime());
        ledger.deleted("a");
        assertThat(ledger.mustBeFound("a", later())).isFalse();
        assertThat(ledger.mustBeGone("a", later())).isFalse();

        ledger.missing("a", System.nanoTime());

        assertThat(ledger.mustBeGone("a", later())).isTrue();
        assertThat(ledger.deletions()).containsExactly("a");
        assertThat(ledger.expected()).isEmpty();
    }

    @Test
    void concludesNothingFromTheAbsenceOfWhatWasNeverFound() {
        ledger.accepted("a", 1, 0, "first");
        ledger.deleted("a");

        ledger.missing("a", System.nanoTime());

        assertThat(ledger.mustBeGone("a", later())).isFalse();
    }

    @Test
    void wantsTheNewestVersion() {
        ledger.accepted("a", 1, 0, "first");
        ledger.found("a", 0, System.nanoTime());

        ledger.accepted("a", 1, 1, "second");

        assertThat(ledger.expected()).isEqualTo(Map.of("a", "second"));
        ledger.found("a", 0, System.nanoTime());
        assertThat(ledger.mustBeFound("a", later()))
                .as("the old version proves nothing")
                .isFalse();
        ledger.found("a", 1, System.nanoTime());
        assertThat(ledger.mustBeFound("a", later())).isTrue();
    }

    @Test
    void judgesNothingWhileAChangeIsUnderWay() {
        ledger.accepted("a", 1, 0, "first");
        ledger.found("a", 0, System.nanoTime());

        ledger.changing("a");

        assertThat(ledger.mustBeFound("a", later())).isFalse();
    }

    private static long later() {
        return System.nanoTime() + LATER;
    }
}
