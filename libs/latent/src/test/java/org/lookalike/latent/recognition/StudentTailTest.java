package org.lookalike.latent.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTailTest {
    @ParameterizedTest
    @CsvSource({
        "0.05, 1, 6.3138",
        "0.05, 2, 2.9200",
        "0.1, 3, 1.6377",
        "0.01, 5, 3.3649",
        "0.005, 20, 2.8453",
        "0.05, 2.5, 2.5582",
        "0.05, 1000000, 1.6464",
        "0.001, 2, 22.327"
    })
    void agreesWithTheTables(double tail, double freedom, double wanted) {
        assertThat(StudentTail.exceeded(tail, freedom)).isCloseTo(wanted, withinPercentage(0.1));
    }

    @Test
    void isSymmetric() {
        assertThat(StudentTail.exceeded(0.5, 4)).isCloseTo(0, within(1e-6));
        assertThat(StudentTail.exceeded(0.9, 4)).isCloseTo(-StudentTail.exceeded(0.1, 4), within(1e-6));
    }
}
