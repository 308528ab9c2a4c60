package org.lookalike.refit.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ClusterChange;
import org.lookalike.events.ClusterChangeKind;
import org.lookalike.events.RefitReport;

final class RefitMetricsTest {
    private static final String ENCODER = "00112233445566aa";
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RefitMetrics metrics = new RefitMetrics(registry);

    @Test
    void tellsWhatTheLastRefitChangesForLabelledImages() {
        metrics.report(
                report().setPrecisionAt10(0.8).setPreviousPrecisionAt10(0.75).build());

        assertThat(last("precision")).isEqualTo(0.8);
        assertThat(last("precision.previous")).isEqualTo(0.75);
    }

    @Test
    void whatIsUnknownIsNoNumber() {
        metrics.report(
                report().setPrecisionAt10(0.8).setPreviousPrecisionAt10(0.75).build());
        metrics.report(report().build());

        assertThat(Stream.of("precision", "precision.previous", "overlap", "explained.variance.previous"))
                .allSatisfy(figure -> assertThat(last(figure)).as(figure).isNaN());
    }

    @Test
    void countsWhatBecameOfTheClusters() {
        metrics.report(report().setChanges(changes(
                        ClusterChangeKind.CONTINUE,
                        ClusterChangeKind.CONTINUE,
                        ClusterChangeKind.CONTINUE,
                        ClusterChangeKind.SPLIT,
                        ClusterChangeKind.SPLIT,
                        ClusterChangeKind.MERGE,
                        ClusterChangeKind.BIRTH,
                        ClusterChangeKind.DEATH,
                        ClusterChangeKind.DEATH,
                        ClusterChangeKind.UNKNOWN))
                .build());

        assertThat(last("clusters.continued")).isEqualTo(3);
        assertThat(last("clusters.split")).isEqualTo(2);
        assertThat(last("clusters.merged")).isEqualTo(1);
        assertThat(last("clusters.born")).isEqualTo(1);
        assertThat(last("clusters.died")).isEqualTo(2);

        metrics.report(report().setChanges(changes(ClusterChangeKind.CONTINUE)).build());

        assertThat(last("clusters.continued")).isEqualTo(1);
        assertThat(last("clusters.died")).isZero();
    }

    private double last(String figure) {
        return registry.get("lookalike.refit.last." + figure)
                .tag("encoder", ENCODER)
                .gauge()
                .value();
    }

    private static List<ClusterChange> changes(ClusterChangeKind... kinds) {
        return Stream.of(kinds)
                .map(kind -> ClusterChange.newBuilder()
                        .setKind(kind)
                        .setClusterId("cluster")
                        .setShared(1)
                        .setSize(1)
                        .build())
                .toList();
    }

    private static RefitReport.Builder report() {
        return RefitReport.newBuilder()
                .setSpaceId("aaaaaaaaaaaa")
                .setEncoderId(ENCODER)
                .setAt(NOW)
                .setProposed(true)
                .setReason("better")
                .setWindowStart(NOW.minusSeconds(10))
                .setWindowEnd(NOW)
                .setWindowPictures(50)
                .setSampleSize(40)
                .setDimensions(2)
                .setClusters(7)
                .setExplainedVariance(0.9)
                .setFitMillis(1_500)
                .setFitBytes(1 << 20);
    }
}
