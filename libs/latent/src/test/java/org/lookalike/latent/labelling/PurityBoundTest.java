package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurityBoundTest {
    @ParameterizedTest
    @CsvSource({
        "5, 5, 0.95, 0.549280",
        "10, 9, 0.95, 0.605836",
        "20, 10, 0.9, 0.338171",
        "5, 0, 0.95, 0",
        "1, 1, 0.9, 0.1"
    })
    void forAGivenLabelIsThatOfClopperAndPearson(int picks, int agreeing, double confidence, double wanted) {
        assertThat(PurityBound.ofGivenLabel(picks, agreeing, confidence)).isCloseTo(wanted, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"5, 0.95", "10, 0.9", "2, 0.8"})
    void choosingTheLabelAfterwardsCostsOnePickWhereAllAgree(int picks, double confidence) {
        assertThat(PurityBound.ofChosenLabel(picks, picks, confidence))
                .isCloseTo(PurityBound.ofGivenLabel(picks - 1, picks - 1, confidence), within(1e-9));
    }

    @Test
    void risesWithThePicksThatAgree() {
        for (int agreeing = 2; agreeing <= 20; agreeing++) {
            assertThat(PurityBound.ofChosenLabel(20, agreeing, 0.9))
                    .isGreaterThan(PurityBound.ofChosenLabel(20, agreeing - 1, 0.9))
                    .isLessThan(PurityBound.ofGivenLabel(20, agreeing, 0.9));
        }
    }

    @Test
    void oneAgreeingPickSaysNothing() {
        assertThat(PurityBound.ofChosenLabel(1, 1, 0.9)).isZero();
        assertThat(PurityBound.ofChosenLabel(5, 0, 0.9)).isZero();
    }

    @Test
    void isExactWhenAllMembersWereSeen() {
        assertThat(PurityBound.finite(7, 7, 5, 0.95)).isEqualTo(5 / 7.0);
    }

    @Test
    void isHigherWhereMembersAreFew() {
        // 7 of 10 right: C(7,5)/C(10,5) = 1/12 > 0.05 · 0.7; 6 of 10: 1/42 < 0.05 · 0.6.
        assertThat(PurityBound.finite(10, 5, 5, 0.95)).isEqualTo(0.7);
        assertThat(PurityBound.finite(10_000, 5, 5, 0.95))
                .isCloseTo(PurityBound.ofChosenLabel(5, 5, 0.95), within(1e-3));
    }

    @Test
    void unequalStrataCostLittle() {
        double equal = PurityBound.stratified(1000, 5, 5, 0.9);
        assertThat(equal).isCloseTo(PurityBound.ofChosenLabel(5, 5, 0.9), within(1e-12));
        assertThat(PurityBound.stratified(1003, 5, 5, 0.9)).isBetween(equal - 0.002, equal);
    }

    @Test
    void manyLooksDoNotUnderflow() {
        assertThat(PurityBound.ofChosenLabel(1000, 1000, 0.999)).isCloseTo(Math.pow(0.001, 1 / 999.0), within(1e-9));
        assertThat(PurityBound.ofChosenLabel(1000, 700, 0.95)).isBetween(0.66, 0.7);
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        assertThatThrownBy(() -> PurityBound.ofChosenLabel(5, 6, 0.9)).hasMessageContaining("6 of 5 picks");
        assertThatThrownBy(() -> PurityBound.ofChosenLabel(5, 5, 0.5)).hasMessageContaining("confidence 0.5");
        assertThatThrownBy(() -> PurityBound.finite(4, 5, 5, 0.9)).hasMessageContaining("4 members");
    }
}
