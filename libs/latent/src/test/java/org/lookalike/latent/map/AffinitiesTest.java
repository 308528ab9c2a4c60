package org.lookalike.latent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.neighbours.Neighbours;

class AffinitiesTest {
    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 19.5})
    void weightsHaveThePerplexityAskedFor(double perplexity) {
        float[] squares = new float[60];
        for (int k = 0; k < squares.length; k++) {
            squares[k] = 1e6f + 40 * k * k;
        }
        double[] weights = new double[60];

        new PerplexitySearch(perplexity).weigh(squares, 0, weights);

        double entropy = -Arrays.stream(weights)
                .filter(weight -> weight > 0)
                .map(w -> w * Math.log(w))
                .sum();
        assertThat(Math.exp(entropy)).isCloseTo(perplexity, within(1e-3));
        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
        assertThat(weights[0]).isGreaterThan(weights[1]);
    }

    @Test
    void moreEqualRowsThanThePerplexityShareTheWeight() {
        float[] squares = {0, 0, 0, 0, 9, 16};
        double[] weights = new double[6];

        new PerplexitySearch(2).weigh(squares, 0, weights);

        assertThat(weights).containsExactly(new double[] {.25, .25, .25, .25, 0, 0}, within(1e-6));
    }

    @Test
    void rowsThatAreAllEquallyFarShareTheWeight() {
        double[] weights = new double[3];

        new PerplexitySearch(2).weigh(new float[] {4, 4, 4}, 0, weights);

        assertThat(weights).containsExactly(new double[] {1 / 3., 1 / 3., 1 / 3.}, within(1e-12));
    }

    @Test
    void areMutualAndSumToOne() {
        Rows rows = GroupedTestRows.of(500, 10, 5, 3, 3);
        try (Workers workers = new Workers(2)) {
            Neighbours neighbours = NeighbourSearch.in(rows, Metric.EUCLIDEAN).nearestOthers(30, 2);
            float[] weights = Affinities.weights(neighbours, 10, workers);

            Affinities affinities = Affinities.of(neighbours, weights, workers);

            Map<Long, Float> entries = new HashMap<>();
            double sum = 0;
            for (int i = 0; i < affinities.rows(); i++) {
                for (int e = affinities.starts()[i]; e < affinities.starts()[i + 1]; e++) {
                    assertThat(entries.put(
                                    i * 1_000L + affinities.columns()[e],
                                    affinities.values()[e]))
                            .isNull();
                    sum += affinities.values()[e];
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            assertThat(entries)
                    .hasSizeGreaterThan(500 * 30)
                    .allSatisfy((place, value) -> assertThat(entries.get(place % 1_000 * 1_000 + place / 1_000))
                            .isEqualTo(value));
            float expected = weights[0] / 1_000;
            assertThat(entries.get((long) neighbours.indices()[0])).isGreaterThanOrEqualTo(expected);
        }
    }
}
