package org.lookalike.latent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleVectorTest {
    private static final float[] EAST = {2, 0};
    private static final float[] NORTH = {0, 3};

    @Test
    void pointsBetweenWhatIsLiked() {
        float root = (float) Math.sqrt(0.5);
        assertThat(ExampleVector.of(List.of(EAST, NORTH), List.of(), 1))
                .containsExactly(new float[] {root, root}, within(1e-6f));
    }

    @Test
    void pointsAwayFromWhatIsNotLiked() {
        float[] query = ExampleVector.of(List.of(EAST), List.of(NORTH), 0.75);

        assertThat(query).containsExactly(new float[] {0.8f, -0.6f}, within(1e-6f));
    }

    @Test
    void weightZeroIgnoresWhatIsNotLiked() {
        assertThat(ExampleVector.of(List.of(EAST), List.of(EAST), 0)).containsExactly(1, 0);
    }

    @Test
    void refusesExamplesThatCancelOneAnother() {
        assertThatThrownBy(() -> ExampleVector.of(List.of(EAST), List.of(EAST), 1))
                .hasMessageContaining("cancel one another");
        assertThatThrownBy(() -> ExampleVector.of(List.of(EAST, new float[] {-1, 0}), List.of(), 1))
                .hasMessageContaining("cancel one another");
    }

    @Test
    void refusesWhatHasNoDirectionOrFit() {
        assertThatThrownBy(() -> ExampleVector.of(List.of(), List.of(EAST), 1)).hasMessageContaining("0 pictures");
        assertThatThrownBy(() -> ExampleVector.of(List.of(new float[2]), List.of(), 1))
                .hasMessageContaining("like vector 0 has length 0.0");
        assertThatThrownBy(() -> ExampleVector.of(List.of(EAST), List.of(new float[] {1}), 1))
                .hasMessageContaining("unlike vector 0 has width 1");
        assertThatThrownBy(() -> ExampleVector.of(List.of(EAST), List.of(), -1))
                .hasMessageContaining("unlike weight -1.0");
    }
}
