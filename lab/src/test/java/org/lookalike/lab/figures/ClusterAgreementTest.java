package org.lookalike.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClusterAgreementTest {
    private static final double EXACT = 1e-12;

    @Test
    void equalUpToNamesIsPerfect() {
        ClusterAgreement agreement = ClusterAgreement.of(new int[] {2, 2, 0, 1}, new int[] {0, 0, 1, 2});
        assertThat(agreement.purity()).isEqualTo(1);
        assertThat(agreement.normalisedMutualInformation()).isCloseTo(1, within(EXACT));
    }

    @Test
    void independentClustersShareNoInformation() {
        ClusterAgreement agreement = ClusterAgreement.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
        assertThat(agreement.purity()).isEqualTo(0.5);
        assertThat(agreement.normalisedMutualInformation()).isCloseTo(0, within(EXACT));
    }

    @Test
    void everythingAloneIsPureButNotInformative() {
        // I = H(classes) = ln 2, H(clusters) = ln 4: 2 · ln 2 / (ln 2 + ln 4) = 2/3.
        ClusterAgreement agreement = ClusterAgreement.of(new int[] {0, 1, 2, 3}, new int[] {0, 0, 1, 1});
        assertThat(agreement.purity()).isEqualTo(1);
        assertThat(agreement.normalisedMutualInformation()).isCloseTo(2.0 / 3, within(EXACT));
    }

    @Test
    void mixedClusters() {
        // n: cluster 0 has 2 and 1, cluster 1 has 0 and 1.
        // I = 2/4 ln((2·4)/(3·2)) + 1/4 ln((1·4)/(3·2)) + 1/4 ln((1·4)/(1·2)).
        double shared = 0.5 * Math.log(4.0 / 3) + 0.25 * Math.log(2.0 / 3) + 0.25 * Math.log(2);
        double clusters = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
        ClusterAgreement agreement = ClusterAgreement.of(new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});
        assertThat(agreement.purity()).isEqualTo(0.75);
        assertThat(agreement.normalisedMutualInformation())
                .isCloseTo(2 * shared / (clusters + Math.log(2)), within(EXACT));
    }

    @Test
    void oneClusterOfOneClassIsPerfect() {
        assertThat(ClusterAgreement.of(new int[] {0, 0}, new int[] {0, 0})).isEqualTo(new ClusterAgreement(1, 1));
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> ClusterAgreement.of(new int[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
