package org.lookalike.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MedianAndRangeTest {
    @Test
    void theMiddleOneIsTheMedianWhateverTheOrder() {
        assertThat(MedianAndRange.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new MedianAndRange(4, 1, 9, 3));
    }

    @Test
    void ofAnEvenNumberTheMedianLiesBetweenTheTwoInTheMiddle() {
        assertThat(MedianAndRange.of(List.of(8.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
    }

    @Test
    void refusesNothingAndWhatIsNoNumber() {
        assertThatThrownBy(() -> MedianAndRange.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MedianAndRange.of(List.of(1.0, Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
