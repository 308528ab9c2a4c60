package org.lookalike.latent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;

class NearestTest {
    private static final Rows CENTRES = Rows.of(new float[] {0, 0, 3, 4, 3, 4}, 2);

    @Test
    void tellsTheNearestCentreAndItsDistance() {
        assertThat(Nearest.of(CENTRES, new float[] {3, 5})).isEqualTo(new Nearest(1, 1));
        assertThat(Nearest.of(CENTRES, new float[] {0, 0})).isEqualTo(new Nearest(0, 0));
    }

    @Test
    void refusesOtherWidthsAndWhatIsNoNumber() {
        assertThatThrownBy(() -> Nearest.of(CENTRES, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row of width 3, must be 2");
        assertThatThrownBy(() -> Nearest.of(CENTRES, new float[] {0, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> Nearest.of(Rows.of(new float[0], 2), new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 centres");
    }
}
