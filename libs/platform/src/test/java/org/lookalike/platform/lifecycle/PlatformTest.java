package org.lookalike.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.operations.Health;
import org.lookalike.testkit.log.CapturedLogs;

final class PlatformTest {
    private static final KafkaConfig NOWHERE = new KafkaConfig("localhost:1", "http://localhost:1", false, Map.of());

    @Test
    void servicesOfOneProcessTellTheirCommonEncoderWithoutAWarning() {
        MeterRegistry metrics = new SimpleMeterRegistry();
        try (CapturedLogs warnings = CapturedLogs.of(MeterRegistry.class);
                Platform embedder = new Platform("embedder", NOWHERE, metrics, new Health());
                Platform query = new Platform("query", NOWHERE, metrics, new Health())) {
            embedder.registerEncoder("00112233445566aa", "CPU");
            query.registerEncoder("00112233445566aa", "CPU");
            query.registerEncoder("ffeeddccbbaa9988", "CPU");

            assertThat(warnings.lines()).isEmpty();
        }

        assertThat(metrics.find("lookalike.encoder").gauges())
                .extracting(gauge -> gauge.getId().getTag("encoder"), gauge -> gauge.value())
                .containsExactlyInAnyOrder(tuple("00112233445566aa", 1.0), tuple("ffeeddccbbaa9988", 1.0));
    }
}
