package org.lookalike.latent.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
    @Test
    void isThatOfTheRanking() {
        float[] similarities = {0.9f, -0.2f, 0.5f, 0.1f, -0.8f};
        boolean[] relevant = {true, true, false, false, true};

        double precision = AveragePrecision.of(similarities, relevant, -1);

        assertThat(precision).isCloseTo((1 + 2.0 / 4 + 3.0 / 5) / 3, within(1e-12));
    }

    @Test
    void leavesTheQueryOut() {
        assertThat(AveragePrecision.of(new float[] {1, 0.5f, 0.7f}, new boolean[] {true, true, false}, 0))
                .isEqualTo(0.5);
    }

    @Test
    void relevantRowsComeLastAmongEquals() {
        assertThat(AveragePrecision.of(new float[] {0.5f, 0.5f}, new boolean[] {true, false}, -1))
                .isEqualTo(0.5);
    }

    @Test
    void isUnknownWhereNothingIsRelevant() {
        assertThat(AveragePrecision.of(new float[] {1, 0.5f}, new boolean[] {true, false}, 0))
                .isNaN();
    }
}
