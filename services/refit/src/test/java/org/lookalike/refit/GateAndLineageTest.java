package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.Alert;
import org.lookalike.events.ClusterChange;
import org.lookalike.events.ClusterChangeKind;
import org.lookalike.events.ClusterEvent;
import org.lookalike.events.RefitReport;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;

final class GateAndLineageTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SECOND = Duration.ofSeconds(21);

    private final RefitFixture fixture = new RefitFixture(
            "--refit.fit.clusters=auto",
            "--refit.fit.clusters-max=12",
            "--refit.fit.dimensions=8",
            "--refit.sample.label-attribute=class");

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theFirstFitOfAnEncoderIsProposedWithoutAlertsAboutItsClusters() {
        Space space = firstSpace();

        assertThat(space.encoderId()).isEqualTo(TestVectors.ENCODER);
        assertThat(space.clusters()).hasSize(4);
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getSpaceId()).isEqualTo(space.id());
            assertThat(report.getReason()).contains("no fitted space of encoder " + TestVectors.ENCODER);
            assertThat(report.getPreviousSpaceId()).isNull();
            assertThat(report.getPreviousExplainedVariance()).isNull();
            assertThat(report.getExplainedVariance()).isBetween(0.9, 1.0);
            assertThat(report.getLabelledPictures()).isEqualTo(120);
            assertThat(report.getPrecisionAt10()).isGreaterThan(0.95);
            assertThat(report.getFitBytes()).isPositive();
        });
        assertThat(fixture.clusters())
                .allSatisfy(event -> assertThat(event.getKind()).isEqualTo("BIRTH"))
                .extracting(ClusterEvent::getClusterId)
                .containsExactlyInAnyOrderElementsOf(ids(space));
        assertThat(fixture.alerts()).isEmpty();
        assertThat(fixture.metrics
                        .get("lookalike.refit.last.clusters")
                        .tag("encoder", TestVectors.ENCODER)
                        .gauge()
                        .value())
                .isEqualTo(4);
    }

    @Test
    void aSpaceThatExplainsHardlyMoreIsRejectedWithTheFigures() {
        Space before = activeFirstSpace();

        fixture.publish(SECOND, TestVectors.of("more", 120, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(50), TestVectors.vector("later", 0));

        assertThat(fixture.spaces()).isEmpty();
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getProposed()).isFalse();
            assertThat(report.getReason()).contains("space " + before.id() + " (ready)", "below the minimum of 0.0100");
            assertThat(report.getPreviousSpaceId()).isEqualTo(before.id());
            assertThat(report.getPreviousExplainedVariance())
                    .isCloseTo(report.getExplainedVariance(), org.assertj.core.data.Offset.offset(0.01));
            assertThat(report.getOverlapAt10()).isGreaterThan(0.5);
            assertThat(report.getPreviousPrecisionAt10()).isGreaterThan(0.95);
        });
        assertThat(fixture.clusters()).isEmpty();
    }

    @Test
    void aSpaceThatExplainsClearlyMoreIsProposedAndKeepsTheClustersNames() {
        Space before = activeFirstSpace();

        fixture.publish(SECOND, TestVectors.of("new", 120, 4, 5));
        fixture.closeBy(Duration.ofSeconds(50), TestVectors.vector("later", 4));

        Space after = fixture.spaces().get(0);
        RefitReport report = fixture.reports().get(0);
        assertThat(report.getProposed()).isTrue();
        assertThat(report.getReason()).contains("at least the minimum of 0.0100");
        assertThat(report.getPreviousExplainedVariance()).isLessThan(report.getExplainedVariance() - 0.01);
        assertThat(ids(after)).containsAll(ids(before)).hasSize(6);
        assertThat(of(report, ClusterChangeKind.CONTINUE)).isEqualTo(ids(before));
        Set<String> born = of(report, ClusterChangeKind.BIRTH);
        assertThat(born).hasSize(2).doesNotContainAnyElementsOf(ids(before));
        assertThat(fixture.clusters()).hasSize(6);
        assertThat(fixture.alerts())
                .filteredOn(alert -> alert.getKind().equals("CLUSTER_BIRTH"))
                .allSatisfy(alert -> assertThat(alert.getImageId()).startsWith("new"))
                .extracting(Alert::getClusterId)
                .containsExactlyInAnyOrderElementsOf(born);
    }

    @Test
    void aSpaceStillBeingBuiltCountsForTheGate() {
        firstSpace();
        fixture.reports();

        fixture.publish(SECOND, TestVectors.of("more", 120, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(50), TestVectors.vector("later", 0));

        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getProposed()).isFalse();
            assertThat(report.getReason()).contains("(building)");
        });
    }

    @Test
    void anotherEncoderIsFittedApart() {
        activeFirstSpace();
        String encoder = "ffeeddccbbaa9988";
        for (int i = 0; i < 60; i++) {
            fixture.publish(SECOND, TestVectors.vector("a" + i, "line 7", i % 4, encoder));
        }
        fixture.closeBy(Duration.ofSeconds(50), TestVectors.vector("later", "line 7", 0, encoder));

        assertThat(fixture.spaces())
                .singleElement()
                .satisfies(space -> assertThat(space.encoderId()).isEqualTo(encoder));
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getProposed()).isTrue();
            assertThat(report.getReason()).contains("is of encoder " + TestVectors.ENCODER);
            assertThat(report.getSampleSize()).isEqualTo(60);
        });
    }

    private Space firstSpace() {
        fixture.publish(FIRST, TestVectors.of("a", 120, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(15), TestVectors.vector("next", 0));
        return fixture.spaces().get(0);
    }

    private Space activeFirstSpace() {
        Space space = firstSpace();
        fixture.reports();
        fixture.clusters();
        fixture.spaces.updateAndGet(spaces -> spaces.with(Generation.ready(space.id(), 120, RefitFixture.START))
                .with(new Activation(space.id(), "test", "", RefitFixture.START)));
        return space;
    }

    private static Set<String> ids(Space space) {
        return space.clusters().stream().map(Cluster::id).collect(Collectors.toSet());
    }

    private static Set<String> of(RefitReport report, ClusterChangeKind kind) {
        List<ClusterChange> changes = report.getChanges();
        return changes.stream()
                .filter(change -> change.getKind() == kind)
                .map(ClusterChange::getClusterId)
                .collect(Collectors.toSet());
    }
}
