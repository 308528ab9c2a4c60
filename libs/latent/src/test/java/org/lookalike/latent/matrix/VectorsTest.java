package org.lookalike.latent.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    /** Lengths around the four sums that run side by side. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 11})
    void sumsEveryNumberOnce(int length) {
        float[] one = new float[length + 2];
        float[] other = new float[length + 3];
        double[] precise = new double[length + 3];
        double dot = 0;
        double square = 0;
        for (int j = 0; j < length; j++) {
            one[j + 2] = j + 1;
            other[j + 3] = 2 * j - 5;
            precise[j + 3] = 2 * j - 5;
            dot += (j + 1) * (2 * j - 5);
            square += Math.pow(6 - j, 2);
        }

        assertThat(Vectors.dot(one, 2, other, 3, length)).isEqualTo(dot);
        assertThat(Vectors.squaredDistance(one, 2, other, 3, length)).isEqualTo(square);
        assertThat(Vectors.squaredDistance(one, 2, precise, 3, length)).isEqualTo(square);
        assertThat(Vectors.dot(precise, precise)).isEqualTo(Vectors.squaredNorm(other));
        assertThat(Vectors.dot(other, 0, precise)).isEqualTo(Vectors.squaredNorm(other));
        assertThat(Vectors.norm(precise)).isEqualTo(Vectors.norm(other));
    }

    @Test
    void sumsInDoublePrecision() {
        float[] large = {1e20f, 1, -1e20f, 0};
        float[] ones = {1e20f, 1, 1e20f, 1e20f};

        assertThat(Vectors.squaredNorm(new float[] {1e20f})).isCloseTo(1e40, within(1e33));
        assertThat(Vectors.dot(large, ones)).isFinite();
        assertThat(Vectors.squaredDistance(new float[] {1 + 0x1p-20f}, new float[] {1}))
                .isEqualTo(0x1p-40);
    }

    @Test
    void cosineIsThatOfTheAngle() {
        assertThat(Vectors.cosine(new float[] {3, 0}, new float[] {1, 1})).isCloseTo(Math.sqrt(.5), within(1e-12));
        assertThat(Vectors.cosine(new float[] {3, 0}, new float[] {0, 0})).isNaN();
        assertThatThrownBy(() -> Vectors.cosine(new float[2], new float[3]))
                .hasMessage("vectors of width 2 and 3 cannot be compared");
    }

    @Test
    void scalesToLengthOneAndLeavesZeros() {
        assertThat(Vectors.normalised(new float[] {3, 4})).containsExactly(0.6f, 0.8f);
        assertThat(Vectors.normalised(new float[2])).containsExactly(0, 0);
    }

    @Test
    void addsMultiples() {
        double[] sum = {1, 1};
        Vectors.addScaled(2, new float[] {9, 1, 2}, 1, sum);
        Vectors.addScaled(-1, new double[] {1, 1}, sum);
        float[] floats = {1, 1};
        Vectors.addScaled(2f, new float[] {9, 1, 2}, 1, floats);

        assertThat(sum).containsExactly(2, 4);
        assertThat(floats).containsExactly(3, 5);
    }

    @Test
    void columnsGiveTheProductsOfRows() {
        for (int count : new int[] {1, 7, 1500}) {
            for (int width : new int[] {1, 4, 6}) {
                float[] values = new float[count * width];
                for (int j = 0; j < values.length; j++) {
                    values[j] = j % 13 - 6;
                }
                Rows rows = Rows.of(values, width);
                ColumnMajorRows columns = ColumnMajorRows.copyOf(rows);
                float[] vector = rows.row(count / 2);

                float[] products = columns.multiply(vector);

                for (int row = 0; row < count; row++) {
                    assertThat((double) products[row]).isEqualTo(Vectors.dot(rows.row(row), vector));
                }
                assertThat(columns.toRows()).isEqualTo(rows);
                assertThat(columns)
                        .isEqualTo(ColumnMajorRows.copyOf(rows))
                        .hasSameHashCodeAs(ColumnMajorRows.copyOf(rows));
            }
        }
        assertThatThrownBy(
                        () -> ColumnMajorRows.copyOf(Rows.of(new float[4], 2)).multiply(new float[3]))
                .hasMessage("vector of width 3, must be 2");
    }
}
