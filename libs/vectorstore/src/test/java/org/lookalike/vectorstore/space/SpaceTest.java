package org.lookalike.vectorstore.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SpaceTest {
    @Test
    void namesTheRawSpaceByItsEncoderSoThatSinkAndQueryMeet() {
        assertThat(Space.raw("0123456789abcdef", 1280))
                .isEqualTo(new Space("94fcf1d2ec50", "0123456789abcdef", 1280, "images_94fcf1d2ec50"));
    }

    @Test
    void keepsTheSpacesOfTwoEncodersApart() {
        assertThat(Space.raw("0123456789abcdef", 8).collection())
                .isNotEqualTo(Space.raw("fedcba9876543210", 8).collection());
    }

    @Test
    void refusesDimensionsThatNoStoreTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Space.raw("0123456789abcdef", 1))
                .withMessageContaining("dimensions are 1");
    }
}
