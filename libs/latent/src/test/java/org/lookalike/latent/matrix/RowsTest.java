package org.lookalike.latent.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final Rows ROWS = Rows.of(new float[] {3, 4, 0, 0, -5, 12}, 2);

    @Test
    void holdsRowAfterRow() {
        assertThat(ROWS.count()).isEqualTo(3);
        assertThat(ROWS.row(2)).containsExactly(-5, 12);
        assertThat(ROWS).hasToString("3 rows of width 2");
    }

    @Test
    void copiesVectors() {
        assertThat(Rows.copyOf(List.of(new float[] {3, 4}, new float[2], new float[] {-5, 12})))
                .isEqualTo(ROWS);
    }

    @Test
    void selectsRowsInTheOrderAskedFor() {
        assertThat(ROWS.select(2, 0)).isEqualTo(Rows.of(new float[] {-5, 12, 3, 4}, 2));
    }

    @Test
    void normalisesRowsButNotZeros() {
        assertThat(ROWS.normalised().values())
                .containsExactly(new float[] {.6f, .8f, 0, 0, -5 / 13f, 12 / 13f}, within(1e-6f));
    }

    @Test
    void refusesWhatAreNoWholeRows() {
        assertThatThrownBy(() -> Rows.of(new float[5], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 numbers are no whole rows of width 2");
        assertThatThrownBy(() -> Rows.of(new float[5], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows have width 0, must be at least 1");
        assertThatThrownBy(() -> Rows.copyOf(List.of(new float[2], new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector 1 has width 3, the first one 2");
        assertThatThrownBy(() -> ROWS.row(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 3 of 3 rows");
    }
}
