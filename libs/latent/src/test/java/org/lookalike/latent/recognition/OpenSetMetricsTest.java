package org.lookalike.latent.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OpenSetMetricsTest {
    private static final OpenSetMetrics EXAMPLE =
            OpenSetMetrics.of(new double[] {0.9, 0.5, 0.7, 0.4}, new double[] {0.1, 0.5, 0.6});

    @Test
    void countsPairsWonForTheArea() {
        // 0.9 and 0.7 win three each, 0.5 wins one and ties one, 0.4 wins one.
        assertThat(EXAMPLE.areaUnderCurve()).isCloseTo(8.5 / 12, within(1e-12));
    }

    @Test
    void aThresholdItselfMatches() {
        assertThat(EXAMPLE.falseMatchRate(0.6)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(EXAMPLE.falseMatchRate(0.61)).isZero();
        assertThat(EXAMPLE.falseNonMatchRate(0.5)).isEqualTo(0.25);
        assertThat(EXAMPLE.falseNonMatchRate(0.51)).isEqualTo(0.5);
    }

    @Test
    void findsWhereBothErrorsMeet() {
        assertThat(EXAMPLE.equalErrorRate()).isBetween(0.33, 0.5);
        assertThat(OpenSetMetrics.of(new double[] {0.9}, new double[] {0.1}).equalErrorRate())
                .isZero();
    }

    @Test
    void refusesNothingAndNoNumbers() {
        assertThatThrownBy(() -> OpenSetMetrics.of(new double[0], new double[1]))
                .hasMessageContaining("0 scores of known pictures");
        assertThatThrownBy(() -> OpenSetMetrics.of(new double[] {Double.NaN}, new double[1]))
                .hasMessageContaining("not a number");
    }
}
