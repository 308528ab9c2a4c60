package org.lookalike.latent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HitGroupTest {
    @Test
    void showsTheBestOfEachGroupInTheOrderOfTheHits() {
        assertThat(HitGroup.of(List.of("x", "y", "x", "x", "y"), 2))
                .containsExactly(new HitGroup("x", List.of(0, 2), 1), new HitGroup("y", List.of(1, 4), 0));
    }

    @Test
    void hitsWithoutTheAttributeStandAlone() {
        assertThat(HitGroup.of(List.of("", "x", ""), 1))
                .containsExactly(
                        new HitGroup("", List.of(0), 0),
                        new HitGroup("x", List.of(1), 0),
                        new HitGroup("", List.of(2), 0));
    }

    @Test
    void refusesToShowNone() {
        assertThatThrownBy(() -> HitGroup.of(List.of("x"), 0)).hasMessageContaining("at least 1");
    }
}
