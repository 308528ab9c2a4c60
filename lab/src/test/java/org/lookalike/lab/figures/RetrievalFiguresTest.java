package org.lookalike.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;

class RetrievalFiguresTest {
    private static final double EXACT = 1e-12;

    @Test
    void ranksTheWholeGalleryByDistance() {
        // From 0 the ranking is 1 (class 0), 2 (1), 3 (0), 4 (1); from 10 it is the other way round.
        LabelledVectors gallery = LabelledVectors.of(Rows.of(new float[] {3, 1, 4, 2}, 1), new int[] {0, 0, 1, 1}, 2);
        LabelledVectors queries = LabelledVectors.of(Rows.of(new float[] {0, 10}, 1), new int[] {0, 0}, 2);
        RetrievalFigures figures = RetrievalFigures.of(gallery, queries, Metric.EUCLIDEAN, 1, 3);
        assertThat(figures.queries()).isEqualTo(2);
        assertThat(figures.precisionAt().get(1)).isCloseTo(0.5, within(EXACT));
        assertThat(figures.precisionAt().get(3)).isCloseTo((2.0 / 3 + 1.0 / 3) / 2, within(EXACT));
        assertThat(figures.recallAt().get(1)).isCloseTo(0.25, within(EXACT));
        assertThat(figures.recallAt().get(3)).isCloseTo((1 + 0.5) / 2, within(EXACT));
        // First (1/1 + 2/3) / 2, second (1/2 + 2/4) / 2.
        assertThat(figures.meanAveragePrecision()).isCloseTo((5.0 / 6 + 0.5) / 2, within(EXACT));
    }

    @Test
    void sortsAsExactDistancesWould() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[60 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        Rows rows = Rows.of(values, 8);
        for (Metric distance : Metric.values()) {
            NeighbourSearch.in(rows, distance).rank(rows, (row, ranked) -> {
                assertThat(ranked[0]).isEqualTo(row);
                for (int i = 1; i < ranked.length; i++) {
                    assertThat(exact(rows, row, ranked[i], distance))
                            .isGreaterThanOrEqualTo(exact(rows, row, ranked[i - 1], distance) - 1e-5);
                }
            });
        }
    }

    private static double exact(Rows rows, int one, int other, Metric distance) {
        float[] first = rows.row(one);
        float[] second = rows.row(other);
        double product = 0;
        double squares = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int j = 0; j < first.length; j++) {
            product += first[j] * second[j];
            squares += (first[j] - second[j]) * (first[j] - second[j]);
            firstSquares += first[j] * first[j];
            secondSquares += second[j] * second[j];
        }
        return distance == Metric.EUCLIDEAN ? squares : 1 - product / Math.sqrt(firstSquares * secondSquares);
    }

    @Test
    void refusesAnEmptyGallery() {
        LabelledVectors queries = LabelledVectors.of(Rows.of(new float[] {0}, 1), new int[] {0}, 1);
        LabelledVectors nothing = LabelledVectors.of(Rows.of(new float[0], 1), new int[0], 1);
        assertThatThrownBy(() -> RetrievalFigures.of(nothing, queries, Metric.COSINE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rows to search");
    }
}
