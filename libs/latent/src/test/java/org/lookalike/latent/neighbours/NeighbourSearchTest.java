package org.lookalike.latent.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;

class NeighbourSearchTest {
    private static final Rows CENTRES = Rows.of(new float[] {0, 0, 3, 4, 3, 4}, 2);

    /** Sizes below and above what is left to plain Java. */
    @ParameterizedTest
    @CsvSource({
        "70, 5, 7, EUCLIDEAN",
        "1500, 20, 60, EUCLIDEAN",
        "3, 2, 2, EUCLIDEAN",
        "70, 5, 7, COSINE",
        "1500, 20, 60, COSINE"
    })
    void findsExactlyTheNearestOthersNearestFirst(int count, int width, int each, Metric metric) {
        Rows rows = gaussian(count, width, 1);

        Neighbours found = NeighbourSearch.in(rows, metric).nearestOthers(each, 2);

        assertThat(found.queries()).isEqualTo(count);
        for (int i = 0; i < count; i += 17) {
            int query = i;
            int[] expected = IntStream.range(0, count)
                    .filter(j -> j != query)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> square(rows.row(query), rows.row(j), metric)))
                    .limit(each)
                    .mapToInt(j -> j)
                    .toArray();
            assertThat(neighbours(found, query)).isEqualTo(expected);
            assertThat((double) found.squares()[query * each])
                    .isCloseTo(square(rows.row(query), rows.row(expected[0]), metric), within(1e-3));
        }
    }

    @ParameterizedTest
    @CsvSource({"40", "1200"})
    void equalRowsAreAtDistanceZeroAndTheEarlierIsNearer(int others) {
        float[] values = Arrays.copyOf(new float[] {1000, 1, 1000, 1, 5, 5, 1000, 1}, 2 * (4 + others));
        for (int j = 8; j < values.length; j++) {
            values[j] = -3000 - j;
        }

        Neighbours found =
                NeighbourSearch.in(Rows.of(values, 2), Metric.EUCLIDEAN).nearestOthers(3, 1);

        assertThat(found.indices()).startsWith(1, 3, 2, 0, 3, 2);
        assertThat(neighbours(found, 3)).containsExactly(0, 1, 2);
        assertThat(found.squares()).startsWith(0, 0);
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        NeighbourSearch search = NeighbourSearch.in(gaussian(1300, 33, 4), Metric.EUCLIDEAN);

        Neighbours one = search.nearestOthers(12, 1);
        Neighbours three = search.nearestOthers(12, 3);

        assertThat(three.indices()).isEqualTo(one.indices());
        assertThat(three.squares()).isEqualTo(one.squares());
    }

    @Test
    void otherRowsAreComparedWithAllOfThem() {
        Rows rows = gaussian(2000, 40, 2);

        assertThat(NeighbourSearch.in(rows, Metric.EUCLIDEAN)
                        .nearest(rows.select(7, 9), 1, 2)
                        .indices())
                .containsExactly(7, 9);
        assertThat(NeighbourSearch.in(rows, Metric.COSINE)
                        .nearest(rows.select(7, 9, 1999, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1, 2)
                        .indices())
                .startsWith(7, 9, 1999, 5, 6, 0);
    }

    @Test
    void someRowsAreNoneOfTheirOwnNeighbours() {
        Rows rows = gaussian(900, 50, 5);
        int[] some = IntStream.range(0, 300).map(i -> 3 * i).toArray();
        NeighbourSearch search = NeighbourSearch.in(rows, Metric.COSINE);

        Neighbours all = search.nearestOthers(4, 1);
        Neighbours ofSome = search.nearestOthers(some, 4, 1);

        for (int i = 0; i < some.length; i++) {
            assertThat(neighbours(ofSome, i))
                    .isEqualTo(neighbours(all, some[i]))
                    .doesNotContain(some[i]);
        }
    }

    /** In a small search and in a large one. */
    @ParameterizedTest
    @CsvSource({"20", "1200"})
    void byCosineZerosAreAtRightAnglesToEverything(int count) {
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            // From east to west; row 3 is nothing.
            values[2 * i] = i == 3 ? 0 : (float) Math.cos(Math.PI * i / count);
            values[2 * i + 1] = i == 3 ? 0 : (float) Math.sin(Math.PI * i / count);
        }
        Rows rows = Rows.of(values, 2);
        NeighbourSearch search = NeighbourSearch.in(rows, Metric.COSINE);

        Neighbours found = search.nearestOthers(count - 1, 1);

        assertThat(neighbours(found, 3)).startsWith(0, 1, 2, 4, 5).endsWith(count - 1);
        // As seen from the east: half of the others are nearer than nothing, half are farther.
        int[] fromEast = neighbours(found, 0);
        assertThat(Arrays.stream(fromEast).takeWhile(row -> row != 3).count()).isBetween(count / 2 - 3L, count / 2L);
        search.rank(rows, (query, ranking) -> {
            if (query == 3) {
                assertThat(ranking).isSorted();
            }
            if (query == 0) {
                assertThat(ranking).startsWith(0).endsWith(fromEast[count - 2]).hasSize(count);
                assertThat(Arrays.stream(ranking).takeWhile(row -> row != 3).count())
                        .isBetween(count / 2 - 3L, count / 2L + 1);
            }
        });
    }

    @Test
    void ranksAllRows() {
        Rows rows = gaussian(1100, 30, 7);
        for (Metric metric : Metric.values()) {
            NeighbourSearch.in(rows, metric).rank(rows, (query, ranking) -> {
                if (query % 100 == 0) {
                    assertThat(ranking[0]).isEqualTo(query);
                    assertThat(Arrays.stream(ranking).distinct()).hasSize(1100);
                    for (int i = 1; i < ranking.length; i++) {
                        assertThat(square(rows.row(query), rows.row(ranking[i]), metric))
                                .isGreaterThanOrEqualTo(
                                        square(rows.row(query), rows.row(ranking[i - 1]), metric) - 1e-4);
                    }
                }
            });
        }
    }

    @Test
    void findsTheRowNearestToOneVector() {
        assertThat(Nearest.in(CENTRES, new float[] {3, 5})).isEqualTo(new Nearest(1, 1));
        assertThat(Nearest.in(CENTRES, new float[] {0, 0})).isEqualTo(new Nearest(0, 0));
    }

    @Test
    void refusesOtherWidthsAndNumbersOfNeighbours() {
        NeighbourSearch search = NeighbourSearch.in(CENTRES, Metric.EUCLIDEAN);
        assertThatThrownBy(() -> Nearest.in(CENTRES, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector of width 3, must be 2");
        assertThatThrownBy(() -> search.nearest(Rows.of(new float[3], 3), 1, 1))
                .hasMessageContaining("must be of width 2");
        assertThatThrownBy(() -> search.nearest(CENTRES, 4, 1))
                .hasMessageContaining("4 neighbours, must be 1 to the 3");
        assertThatThrownBy(() -> search.nearestOthers(3, 1)).hasMessageContaining("3 neighbours, must be 1 to the 2");
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> NeighbourSearch.in(Rows.of(new float[] {1, 2, Float.NaN}, 1), Metric.EUCLIDEAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2, column 0 is NaN");
        assertThatThrownBy(() -> NeighbourSearch.in(CENTRES, Metric.COSINE)
                        .nearest(Rows.of(new float[] {1, Float.POSITIVE_INFINITY}, 2), 1, 1))
                .hasMessageContaining("query 0, column 1 is Infinity");
        assertThatThrownBy(() -> Nearest.in(CENTRES, new float[] {0, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> Nearest.in(Rows.of(new float[0], 2), new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rows");
    }

    private static int[] neighbours(Neighbours found, int query) {
        return Arrays.copyOfRange(found.indices(), query * found.each(), (query + 1) * found.each());
    }

    private static Rows gaussian(int count, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * width];
        for (int j = 0; j < values.length; j++) {
            values[j] = (float) random.nextGaussian() + 3;
        }
        return Rows.of(values, width);
    }

    private static double square(float[] one, float[] other, Metric metric) {
        double square = 0;
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int k = 0; k < one.length; k++) {
            square += Math.pow((double) one[k] - other[k], 2);
            product += (double) one[k] * other[k];
            squares += (double) one[k] * one[k];
            otherSquares += (double) other[k] * other[k];
        }
        return metric == Metric.EUCLIDEAN ? square : 2 * (1 - product / Math.sqrt(squares * otherSquares));
    }
}
