package org.lookalike.bench.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterTrialTest {
    @Test
    void clearClustersAreAllLabelledRight() {
        ClusterOutcome outcome = new ClusterTrial(SimulatedSet.of(5, 60, 0.1), 5, 0.9).of(5, 3);

        assertThat(outcome.clusters()).isEqualTo(5);
        assertThat(outcome.purity()).isEqualTo(1);
        assertThat(outcome.looked()).isEqualTo(25 / 300.0);
        assertThat(outcome.all()).isEqualTo(new ClusterOutcome.Share(1, 1));
        assertThat(outcome.bounds()).isEqualTo(15);
        assertThat(outcome.held()).isEqualTo(1);
    }

    @Test
    void mixedClustersAreAcceptedLessOftenAndTheirBoundsHold() {
        ClusterOutcome outcome = new ClusterTrial(SimulatedSet.of(12, 40, 0.9), 5, 0.9).of(6, 40);

        assertThat(outcome.purity()).isLessThan(0.7);
        assertThat(outcome.all().labelled())
                .isLessThanOrEqualTo(outcome.allButOne().labelled())
                .isLessThan(0.5);
        assertThat(outcome.held()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void findsTheNumberOfClustersByItself() {
        assertThat(new ClusterTrial(SimulatedSet.of(5, 60, 0.1), 5, 0.9)
                        .ofKnee(1)
                        .clusters())
                .isBetween(4, 12);
    }
}
