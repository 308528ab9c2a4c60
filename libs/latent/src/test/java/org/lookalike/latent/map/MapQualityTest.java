package org.lookalike.latent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;

class MapQualityTest {
    @Test
    void aMapThatIsTheRowsThemselvesIsPerfect() {
        Rows rows = GroupedTestRows.of(300, 2, 3, 4, 11);

        assertThat(MapQuality.of(rows, rows, 10, 2)).isEqualTo(new MapQuality(1, 1, 10));
    }

    @Test
    void aMapOfSomethingElseIsNoBetterThanChance() {
        Rows rows = GroupedTestRows.of(600, 10, 1, 0, 12);
        Rows other = GroupedTestRows.of(600, 2, 1, 0, 13);

        MapQuality quality = MapQuality.of(rows, other, 10, 2);

        assertThat(quality.preservation()).isCloseTo(10 / 599., within(.01));
        assertThat(quality.trustworthiness()).isCloseTo(.5, within(.03));
    }

    @Test
    void trustIsLostByTheRanksThatAreMissed() {
        // On a line; the map swaps the last two rows, and both get their second nearest as nearest.
        Rows rows = Rows.of(new float[] {0, 1, 3, 6, 10, 15, 21}, 1);
        Rows positions = Rows.of(new float[] {0, 0, 1, 0, 3, 0, 6, 0, 10, 0, 21, 0, 15, 0}, 2);

        MapQuality quality = MapQuality.of(rows, positions, 1, 1);

        assertThat(quality.preservation()).isCloseTo(5 / 7., within(1e-9));
        assertThat(quality.trustworthiness()).isCloseTo(1 - 2. / (7 * (2 * 7 - 3 - 1)) * 2, within(1e-9));
    }

    @Test
    void refusesTooManyNeighbours() {
        Rows rows = GroupedTestRows.of(20, 2, 1, 0, 14);

        assertThatThrownBy(() -> MapQuality.of(rows, rows, 10, 1)).hasMessageContaining("1 to less than half");
    }
}
