package org.lookalike.audit.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.kafka.GroupLag.GroupTopic;

class LagMonitorTest {
    private static final GroupTopic STAGE = new GroupTopic("embedder", "images.arrived");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<GroupTopic, Optional<Instant>> oldest = new HashMap<>();
    private Instant now = Instant.parse("2026-12-01T10:00:00Z");
    private final LagMonitor monitor =
            new LagMonitor(() -> Set.of(STAGE), stages -> Map.copyOf(oldest), () -> now, metrics);

    @Test
    void theAgeGrowsBetweenTwoMeasurements() {
        oldest.put(STAGE, Optional.of(now.minusSeconds(60)));
        monitor.measure();

        now = now.plusSeconds(5);

        assertThat(age()).isEqualTo(65);
    }

    @Test
    void aStageThatHasHandledEverythingIsAtZeroAndOneThatIsGoneIsNotThere() {
        oldest.put(STAGE, Optional.of(now.minusSeconds(60)));
        monitor.measure();
        oldest.put(STAGE, Optional.empty());
        monitor.measure();

        assertThat(age()).isZero();

        oldest.clear();
        monitor.measure();
        assertThat(metrics.find("lookalike.lag.age").gauge()).isNull();
    }

    private double age() {
        return metrics.get("lookalike.lag.age")
                .tags("group", "embedder", "topic", "images.arrived")
                .gauge()
                .value();
    }
}
