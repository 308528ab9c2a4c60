package org.lookalike.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.lab.evaluation.Representation.DiscriminantOptions;
import org.lookalike.lab.figures.Transformation;

class RepresentationTest {
    private static Transformation transformation(String name) {
        return Representation.of(name).transformation(DiscriminantOptions.USUAL);
    }

    @Test
    void plainFeaturesStayAsTheyAre() {
        Transformation plain = transformation("features");
        assertThat(plain.unitLength()).isFalse();
        assertThat(plain.principal()).isZero();
        assertThat(plain.discriminant()).isZero();
    }

    @Test
    void namesSayHowManyAxes() {
        assertThat(transformation("features-pca64").principal()).isEqualTo(64);
        assertThat(transformation("Features-LDA2").discriminant()).isEqualTo(2);
        assertThat(transformation("features-lda").discriminant()).isEqualTo(Integer.MAX_VALUE);
        assertThat(transformation("features-pca32-lda3").principal()).isEqualTo(32);
    }

    @Test
    void discriminantsAreFoundAmongPrincipalComponents() {
        assertThat(transformation("features-lda2").principal()).isEqualTo(256);
        assertThat(transformation("pixels-lda2").principal()).isEqualTo(150);
        assertThat(Representation.of("pixels-lda2")
                        .transformation(new DiscriminantOptions(.1, 0, 0))
                        .principal())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "vectors", "features-", "features-pca", "features-pca0", "pixels-lda0", "features-lda2-pca3"
            })
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> Representation.of(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
