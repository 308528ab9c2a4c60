package org.lookalike.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;
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
