package org.lookalike.latent.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.recognition.Gallery.Fit;

class GalleryTest {
    /** Two of class b along the axes, one of class a opposite to the first. */
    private static final Gallery EXAMPLE =
            Gallery.of(Rows.of(new float[] {2, 0, 0, 3, -1, 0}, 2), List.of("b", "b", "a"));

    @Test
    void scoresByTheNearestTemplateAndTheMean() {
        Fit fit = EXAMPLE.fit(new float[] {5, 0});

        assertThat(EXAMPLE.classes()).containsExactly("a", "b");
        assertThat(fit.best()).isEqualTo(1);
        assertThat(fit.nearest()).isZero();
        assertThat(fit.score()).isCloseTo((1 + 0.5 * Math.sqrt(0.5)) / 1.5, within(1e-6));
        assertThat(fit.second()).isZero();
        assertThat(fit.secondScore()).isCloseTo(-1, within(1e-6));
    }

    @Test
    void theScoreOfAClassOfOneImageIsTheCosine() {
        Fit fit = EXAMPLE.fit(new float[] {-3, 4});

        assertThat(EXAMPLE.sizes()).containsExactly(1, 2);
        assertThat(EXAMPLE.classes().get(fit.best())).isEqualTo("a");
        assertThat(fit.score()).isCloseTo(0.6, within(1e-6));
        assertThat(EXAMPLE.classes().get(fit.second())).isEqualTo("b");
    }

    @Test
    void leavesATemplateOutOfItsClassesMeanToo() {
        Fit fit = EXAMPLE.heldOut(0).alone();

        assertThat(fit.best()).isEqualTo(1);
        assertThat(fit.nearest()).isEqualTo(1);
        assertThat(fit.score()).isCloseTo(0, within(1e-6));
    }

    @Test
    void leavesAWholeClassOut() {
        Fit fit = EXAMPLE.heldOut(2).withClass();

        assertThat(EXAMPLE.classes().get(fit.best())).isEqualTo("b");
        assertThat(fit.second()).isEqualTo(-1);
        assertThat(EXAMPLE.heldOut(0).withClass().nearest()).isEqualTo(2);
    }

    @Test
    void scoresAWidthThatIsNoMultipleOfFour() {
        Gallery gallery = Gallery.of(Rows.of(new float[] {1, 1, 1, 1, 1, 1, 1}, 7), List.of("a"));

        assertThat(gallery.fit(new float[] {2, 2, 2, 2, 2, 2, 2}).score()).isCloseTo(1, within(1e-6));
    }

    @Test
    void takesOneOfEachClassBeforeASecondOfAny() {
        assertThat(EXAMPLE.spread(2)).containsExactly(2, 0);
        assertThat(EXAMPLE.spread(9)).containsExactly(2, 0, 1);
    }

    @Test
    void refusesVectorsWithoutDirection() {
        assertThatThrownBy(() -> Gallery.of(Rows.of(new float[] {1, 0, 0, 0}, 2), List.of("a", "b")))
                .hasMessageContaining("vector 1 has length 0.0");
        assertThatThrownBy(() -> EXAMPLE.fit(new float[] {Float.NaN, 1})).hasMessageContaining("length NaN");
        assertThatThrownBy(() -> EXAMPLE.fit(new float[] {1})).hasMessageContaining("width 1, must be 2");
    }

    @Test
    void refusesOtherNumbersOfLabelsAndEmptyOnes() {
        Rows one = Rows.of(new float[] {1, 0}, 2);
        assertThatThrownBy(() -> Gallery.of(one, List.of())).hasMessageContaining("1 vectors with 0 labels");
        assertThatThrownBy(() -> Gallery.of(one, List.of(""))).hasMessageContaining("empty");
    }
}
