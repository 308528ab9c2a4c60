package org.lookalike.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.testkit.log.CapturedLogs;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("Outage outage: no answer")
final class OutageTest {
    private final Health health = new Health();
    private final Outage outage = new Outage("store", health);

    @Test
    void healthIsDegradedFromTheFirstFailureToTheFirstSuccess() {
        outage.begin(new TransientFailure("no answer"));
        assertThat(outage.isOngoing()).isTrue();
        assertThat(health.reasons()).containsExactly(Map.entry("store", "no answer"));

        outage.begin(new TransientFailure("no disk"));
        assertThat(health.reasons()).containsEntry("store", "no disk");

        outage.end();
        assertThat(outage.isOngoing()).isFalse();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void anOutageThatGoesOnSaysSoAgainWithGrowingPauses() {
        AtomicLong now = new AtomicLong();
        Outage lasting = new Outage("store", health, now::get);
        List<Long> said = new ArrayList<>();
        try (CapturedLogs logs = CapturedLogs.of(Outage.class)) {
            for (int minute = 0; minute < 200; minute++) {
                int before = logs.lines().size();
                lasting.begin(new TransientFailure("no answer"));
                if (logs.lines().size() > before) {
                    said.add((long) minute);
                }
                now.addAndGet(Duration.ofMinutes(1).toNanos());
            }

            assertThat(said).containsExactly(0L, 1L, 5L, 15L, 60L, 120L, 180L);
            assertThat(logs.lines().get(2))
                    .startsWith("WARN Outage outage goes on: no answer")
                    .contains("minutes=5");
        }
    }

    @Test
    void anEndWithoutABeginningLeavesHealthAlone() {
        health.degraded("store", "stopped by a defect");

        outage.end();

        assertThat(health.reasons()).containsKey("store");
    }

    @Test
    void aProbeEndsAnOutageOnceItsCheckPasses() {
        outage.begin(new TransientFailure("no answer"));

        outage.probe(() -> {
            throw new TransientFailure("still no answer");
        });
        assertThat(outage.isOngoing()).isTrue();

        outage.probe(() -> {});
        assertThat(outage.isOngoing()).isFalse();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void withoutAnOutageNothingIsProbed() {
        outage.probe(() -> {
            throw new AssertionError("nobody asked");
        });
    }

    @Test
    void aClearedOutageIsOver() {
        outage.begin(new TransientFailure("no answer"));

        assertThat(outage.clear()).isTrue();
        assertThat(outage.clear()).isFalse();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void anOutageThatIsOnlyLoggedLeavesHealthAlone() {
        Outage logged = Outage.logged("uploads");

        logged.begin(new TransientFailure("no answer"));
        assertThat(logged.isOngoing()).isTrue();

        logged.end();
        assertThat(logged.isOngoing()).isFalse();
    }
}
