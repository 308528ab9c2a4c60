package org.lookalike.latent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;

class TsneTest {
    private static final int GROUPS = 8;
    private static final Rows ROWS = GroupedTestRows.of(800, 30, GROUPS, 2, 6);
    private static final TsneOptions QUICK =
            TsneOptions.defaults().withIterations(300, 100).withThreads(2);

    @ParameterizedTest
    @EnumSource(Metric.class)
    void neighboursStayNeighbours(Metric metric) {
        TsneMap map = Tsne.fit(ROWS, QUICK.withMetric(metric));

        assertThat(map.positions().count()).isEqualTo(800);
        assertThat(GroupedTestRows.purity(map.positions(), GROUPS)).isGreaterThan(.99);
        MapQuality quality = MapQuality.of(metric.euclidean(ROWS), map.positions(), 10, 2);
        assertThat(quality.preservation()).isGreaterThan(.3);
        assertThat(quality.trustworthiness()).isBetween(.97, 1.0);
        assertThat(map.divergence()).isBetween(.2, 2.0);
    }

    @Test
    void approximateRepulsionIsAsGoodAsEveryPair() {
        TsneMap approximate = Tsne.fit(ROWS, QUICK);
        TsneMap exact = Tsne.fit(ROWS, QUICK.withTheta(0));

        assertThat(approximate.divergence()).isCloseTo(exact.divergence(), within(.02 * exact.divergence()));
    }

    @Test
    void theDivergenceOfAnyMapIsJudgedOverEveryPair() {
        TsneMap exact = Tsne.fit(ROWS, QUICK.withTheta(0));
        float[] shuffled = exact.positions().values().clone();
        System.arraycopy(exact.positions().values(), 0, shuffled, 2, shuffled.length - 2);

        assertThat(Tsne.divergence(ROWS, exact.positions(), QUICK)).isCloseTo(exact.divergence(), within(1e-6));
        assertThat(Tsne.divergence(ROWS, Rows.of(shuffled, 2), QUICK)).isGreaterThan(1.5 * exact.divergence());
        assertThatThrownBy(() -> Tsne.divergence(ROWS, ROWS, QUICK)).hasMessageContaining("a position of width 2");
    }

    @Test
    void theMapDependsOnTheSeedAndNotOnTheThreads() {
        Rows wide = GroupedTestRows.of(300, 80, 4, 2, 7);
        TsneOptions options = QUICK.withIterations(120, 50);

        TsneMap map = Tsne.fit(wide, options.withThreads(1));

        assertThat(Tsne.fit(wide, options.withThreads(3))).isEqualTo(map);
        assertThat(Tsne.fit(wide, options.withSeed(1)).positions()).isNotEqualTo(map.positions());
    }

    @Test
    void rowsBeyondFiftyDimensionsAreReducedFirst() {
        Rows wide = GroupedTestRows.of(300, 200, 4, 2, 8);

        TsneMap map = Tsne.fit(wide, QUICK);

        assertThat(GroupedTestRows.purity(map.positions(), 4)).isGreaterThan(.99);
    }

    @Test
    void equalRowsLieTogether() {
        float[] values = GroupedTestRows.of(150, 6, 3, 4, 9).values();
        System.arraycopy(values, 0, values, 30, 6);

        TsneMap map = Tsne.fit(Rows.of(values, 6), QUICK.withPerplexity(10));

        float[] positions = map.positions().values();
        assertThat(Math.hypot(positions[0] - positions[10], positions[1] - positions[11]))
                .isLessThan(1);
    }

    @Test
    void refusesAPerplexityThatTheRowsAreTooFewFor() {
        assertThatThrownBy(() -> Tsne.fit(GroupedTestRows.of(60, 5, 2, 1, 1), QUICK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perplexity 20.0 needs more than 60.0 pictures, there are 60: choose one below 20.0");
        assertThat(Tsne.fit(GroupedTestRows.of(61, 5, 2, 1, 1), QUICK)
                        .positions()
                        .count())
                .isEqualTo(61);
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> QUICK.withPerplexity(0.5)).hasMessage("perplexity: 0.5, must be at least 1");
        assertThatThrownBy(() -> QUICK.withIterations(10, 11))
                .hasMessage("exaggerated iterations: 11, must be 0 to all 10");
        assertThatThrownBy(() -> QUICK.withTheta(2)).hasMessage("theta: 2.0, must be 0 to 1.5");
    }

    @Test
    void tellsItsProgress() {
        List<Integer> told = new ArrayList<>();
        List<Double> divergences = new ArrayList<>();

        TsneMap map = Tsne.fit(
                ROWS,
                QUICK,
                new TsneMonitor(
                        (done, all, divergence) -> {
                            told.add(done);
                            divergences.add(divergence);
                        },
                        () -> false));

        assertThat(told).containsExactly(50, 100, 150, 200, 250, 300);
        assertThat(divergences.get(5)).isEqualTo(map.divergence()).isLessThan(divergences.get(1));
    }

    @Test
    void endsWhenItIsCancelled() {
        List<Integer> told = new ArrayList<>();
        TsneMonitor watch = new TsneMonitor((done, all, divergence) -> told.add(done), () -> !told.isEmpty());

        MapCancelled end = catchThrowableOfType(MapCancelled.class, () -> Tsne.fit(ROWS, QUICK, watch));

        assertThat(end.iterations()).isEqualTo(50);
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Tsne.fit(ROWS, QUICK)).isInstanceOf(MapCancelled.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
