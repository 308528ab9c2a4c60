package org.lookalike.latent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;

class ClusterCountTest {
    private static final KMeansOptions OPTIONS = KMeansOptions.ofClusters(1).withThreads(2);

    @ParameterizedTest
    @CsvSource({"12, 2, 24", "5, 1, 24", "9, 4, 20"})
    void findsHowManyGroupsThereAre(int groups, int min, int max) {
        Rows rows = KMeansTest.groups(1200, 20, groups, .3, groups);

        ClusterCount.Choice choice = ClusterCount.choose(rows, min, max, OPTIONS);

        assertThat(choice.model().clusters()).isEqualTo(groups);
        assertThat(choice.inertias().firstKey()).isEqualTo(min);
        assertThat(choice.inertias().lastKey()).isEqualTo(max);
    }

    @Test
    void triesNoMoreThan24NumbersOfALongRange() {
        ClusterCount.Choice choice = ClusterCount.choose(KMeansTest.groups(600, 4, 30, .3, 1), 2, 200, OPTIONS);

        assertThat(choice.inertias()).hasSize(24).containsKeys(2, 200);
    }

    @Test
    void triesNoMoreClustersThanThereAreDistinctRows() {
        Rows rows = Rows.of(new float[] {1, 1, 2, 2, 9, 9, 1}, 1);

        ClusterCount.Choice choice = ClusterCount.choose(rows, 1, 20, OPTIONS);

        assertThat(choice.inertias()).containsOnlyKeys(1, 2, 3);
        assertThat(choice.model().clusters()).isEqualTo(2);
    }

    @Test
    void takesTheOnlyNumberOfARangeOfOne() {
        assertThat(ClusterCount.choose(KMeansTest.groups(50, 3, 2, .1, 1), 4, 4, OPTIONS)
                        .model()
                        .clusters())
                .isEqualTo(4);
    }

    @Test
    void theKneeIsWhereTheCurveBends() {
        assertThat(ClusterCount.knee(new TreeMap<>(Map.of(1, 100.0, 2, 60.0, 3, 20.0, 4, 18.0, 5, 16.0))))
                .isEqualTo(3);
    }

    @Test
    void withoutABendTheFewestClustersAreEnough() {
        assertThat(ClusterCount.knee(new TreeMap<>(Map.of(2, 30.0, 3, 20.0, 4, 10.0))))
                .isEqualTo(2);
        assertThat(ClusterCount.knee(new TreeMap<>(Map.of(2, 0.0, 3, 0.0)))).isEqualTo(2);
    }

    @Test
    void refusesARangeThatDescends() {
        assertThatThrownBy(() -> ClusterCount.choose(Rows.of(new float[2], 1), 5, 4, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clusters from 5 to 4, must be at least 1 and not descend");
    }
}
