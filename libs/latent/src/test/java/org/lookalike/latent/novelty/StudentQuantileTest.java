package org.lookalike.latent.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentQuantileTest {
    @ParameterizedTest
    @CsvSource({"0.05, 7, 1.8946", "0.005, 7, 3.4995", "0.001, 7, 4.7853", "0.005, 20, 2.8453", "0.05, 1000000, 1.6449"
    })
    void agreesWithTheTables(double tail, int freedom, double wanted) {
        assertThat(StudentQuantile.upper(tail, freedom)).isCloseTo(wanted, withinPercentage(1.0));
    }
}
