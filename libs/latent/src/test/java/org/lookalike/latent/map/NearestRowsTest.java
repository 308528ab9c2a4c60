package org.lookalike.latent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;

class NearestRowsTest {
    @ParameterizedTest
    @CsvSource({"70, 5, 7", "1500, 20, 60", "3, 2, 2"})
    void findsExactlyTheNearestOthersNearestFirst(int count, int width, int each) {
        Rows rows = Groups.of(count, width, 3, 5, 1);

        Neighbours found = NearestRows.among(rows, each, 2);

        assertThat(found.rows()).isEqualTo(count);
        for (int i = 0; i < count; i += 17) {
            int query = i;
            int[] expected = IntStream.range(0, count)
                    .filter(j -> j != query)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> square(rows, query, rows, j)))
                    .limit(each)
                    .mapToInt(j -> j)
                    .toArray();
            assertThat(IntStream.range(0, each).map(k -> found.indices()[query * each + k]))
                    .containsExactly(IntStream.of(expected).boxed().toArray(Integer[]::new));
            assertThat((double) found.squares()[query * each])
                    .isCloseTo(square(rows, query, rows, expected[0]), within(1e-3));
        }
    }

    @Test
    void equalRowsAreAtDistanceZeroAndTheEarlierIsNearer() {
        Rows rows = Rows.of(new float[] {1000, 1, 1000, 1, 5, 5, 1000, 1}, 2);

        Neighbours found = NearestRows.among(rows, 3, 1);

        assertThat(found.indices()).startsWith(1, 3, 2, 0, 3, 2).endsWith(0, 1, 2);
        assertThat(found.squares()).startsWith(0, 0);
    }

    @Test
    void otherRowsAreComparedWithAllOfThem() {
        Rows rows = Groups.of(200, 4, 2, 5, 2);

        Neighbours found = NearestRows.of(rows, rows.select(7, 9), 1, 2);

        assertThat(found.indices()).containsExactly(7, 9);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> NearestRows.among(Rows.of(new float[] {1, 2, Float.NaN}, 1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2, column 0 is NaN");
    }

    private static double square(Rows one, int i, Rows other, int j) {
        double square = 0;
        for (int k = 0; k < one.width(); k++) {
            square += Math.pow((double) one.row(i)[k] - other.row(j)[k], 2);
        }
        return square;
    }
}
