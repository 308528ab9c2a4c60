package org.lookalike.latent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;

/** Expected numbers are those of numpy in double precision. */
final class ExpandedVectorTest {
    private final Rows sines = sines();

    @Test
    void theNearestCountByTheirCosines() {
        assertThat(ExpandedVector.of(sines.row(0), List.of(sines.row(5), sines.row(2))))
                .usingComparatorWithPrecision(2e-6f)
                .containsExactly(0.675295f, -0.219880f, -0.504282f, 0.491253f);
    }

    @Test
    void whatPointsAwayFromTheQueryDoesNotCount() {
        assertThat(ExpandedVector.of(sines.row(0), List.of(sines.row(1))))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(sines.row(0));
    }

    @Test
    void widthsAreEqual() {
        assertThatThrownBy(() -> ExpandedVector.of(new float[] {1, 0}, List.of(new float[] {1})))
                .hasMessage("vector of width 1, must be 2");
    }

    private static Rows sines() {
        float[] values = new float[12 * 4];
        for (int i = 1; i <= 12; i++) {
            for (int j = 1; j <= 4; j++) {
                values[(i - 1) * 4 + j - 1] = (float) Math.sin(1.7 * i * j + 0.3 * i * i);
            }
        }
        return Rows.of(values, 4).normalised();
    }
}
