package org.lookalike.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private static final double EXACT = 1e-12;

    /** Rows are truth: class 0 is called 0, 0, 0, 1; class 1 is called 1, 0; class 2 is called 0 and never named. */
    private static final ConfusionMatrix MATRIX =
            ConfusionMatrix.of(new int[] {0, 0, 0, 0, 1, 1, 2}, new int[] {0, 0, 0, 1, 1, 0, 0}, 3);

    @Test
    void countsByTruthAndAnswer() {
        assertThat(MATRIX.count(0, 0)).isEqualTo(3);
        assertThat(MATRIX.count(0, 1)).isEqualTo(1);
        assertThat(MATRIX.count(1, 0)).isEqualTo(1);
        assertThat(MATRIX.support(0)).isEqualTo(4);
        assertThat(MATRIX.named(0)).isEqualTo(5);
    }

    @Test
    void figuresOfOneClass() {
        assertThat(MATRIX.precision(0)).isCloseTo(3.0 / 5, within(EXACT));
        assertThat(MATRIX.recall(0)).isCloseTo(3.0 / 4, within(EXACT));
        // 2 · 3/5 · 3/4 / (3/5 + 3/4) = (9/10) / (27/20) = 2/3.
        assertThat(MATRIX.f1(0)).isCloseTo(2.0 / 3, within(EXACT));
    }

    @Test
    void aClassThatIsNeverNamedHasPrecisionZero() {
        assertThat(MATRIX.precision(2)).isZero();
        assertThat(MATRIX.recall(2)).isZero();
        assertThat(MATRIX.f1(2)).isZero();
    }

    @Test
    void meansWeighClassesAlike() {
        assertThat(MATRIX.meanPrecision()).isCloseTo((3.0 / 5 + 1.0 / 2 + 0) / 3, within(EXACT));
        assertThat(MATRIX.meanRecall()).isCloseTo((3.0 / 4 + 1.0 / 2 + 0) / 3, within(EXACT));
        assertThat(MATRIX.meanF1()).isCloseTo((2.0 / 3 + 1.0 / 2 + 0) / 3, within(EXACT));
        assertThat(MATRIX.accuracy()).isCloseTo(4.0 / 7, within(EXACT));
    }

    @Test
    void aClassOfWhichThereIsNothingDoesNotCount() {
        ConfusionMatrix perfect = ConfusionMatrix.of(new int[] {0, 1}, new int[] {0, 1}, 3);
        assertThat(perfect.meanRecall()).isEqualTo(1);
        assertThat(perfect.recall(2)).isZero();
    }

    @Test
    void addsUp() {
        ConfusionMatrix twice = MATRIX.plus(MATRIX);
        assertThat(twice.count(0, 0)).isEqualTo(6);
        assertThat(twice.accuracy()).isCloseTo(MATRIX.accuracy(), within(EXACT));
    }

    @Test
    void refusesWhatIsNoClass() {
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0}, new int[] {3}, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 0 is class 3, must be 0 to 2");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0, 1}, new int[] {0}, 2))
                .hasMessageContaining("2 classes and 1 answers");
    }
}
