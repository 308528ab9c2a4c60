package org.lookalike.latent.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;

class PcaModelTest {
    private static final PcaModel MODEL =
            new PcaModel(new float[] {1, 2, 3}, new float[] {.6f, .8f, 0, 0, 0, 1}, new float[] {9, 4}, 14, false);
    private static final PcaModel WHITENED =
            new PcaModel(MODEL.mean(), MODEL.components(), MODEL.explainedVariance(), 14, true);

    @Test
    void projectsOntoItsDirections() {
        assertThat(MODEL.project(new float[] {4, 6, 1})).containsExactly(new float[] {5, -2}, within(1e-6f));
    }

    @Test
    void scalesByTheDeviationWhereWhitened() {
        assertThat(WHITENED.project(new float[] {4, 6, 1})).containsExactly(new float[] {5 / 3f, -1}, within(1e-6f));
    }

    @Test
    void reconstructsThePointOfTheSubspace() {
        assertThat(MODEL.reconstruct(new float[] {5, -2})).containsExactly(new float[] {4, 6, 1}, within(1e-6f));
        assertThat(WHITENED.reconstruct(new float[] {5 / 3f, -1}))
                .containsExactly(new float[] {4, 6, 1}, within(1e-5f));
    }

    @Test
    void measuresWhatAProjectionLeavesOut() {
        // (4, 6, 1) lies in the subspace; (.8, -.6, 0) is at right angles to it.
        assertThat(MODEL.residual(new float[] {4 + 2 * .8f, 6 - 2 * .6f, 1})).isCloseTo(2, within(1e-5));
    }

    @Test
    void projectsManyAsItProjectsEach() {
        Rows rows = TestRows.uniform(3000, 700, 1);
        PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(20).withWhitening(true));

        Rows projected = model.project(rows);

        assertThat(projected.count()).isEqualTo(3000);
        for (int i = 0; i < 3000; i += 97) {
            assertThat(projected.row(i)).containsExactly(model.project(rows.row(i)), within(1e-4f));
        }
    }

    @Test
    void projectsNoRowsToNoRows() {
        assertThat(MODEL.project(Rows.of(new float[0], 3)).count()).isZero();
    }

    @Test
    void explainsOfItsOwnSampleWhatTheFitSaid() {
        Rows rows = TestRows.uniform(400, 50, 2);
        PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(11).withWhitening(true));

        assertThat(model.explainedShare(rows)).isCloseTo(model.explainedShare(), within(1e-5));
    }

    @Test
    void explainsLessOfAnotherSampleThanThatOnesOwnBasis() {
        Rows before = TestRows.ofRank(400, 50, 10, 2);
        Rows after = TestRows.ofRank(400, 50, 10, 77);
        PcaModel old = Pca.fit(before, PcaOptions.ofDimensions(10));

        assertThat(old.explainedShare(after)).isBetween(.0, .7);
        assertThat(Pca.fit(after, PcaOptions.ofDimensions(10)).explainedShare(after))
                .isCloseTo(1, within(1e-5));
    }

    @Test
    void explainsAShareAboutTheOtherSamplesOwnMean() {
        Rows rows = Rows.of(new float[] {100, 0, 3, 101, 0, 3, 100, 0, 4, 101, 0, 4}, 3);
        PcaModel alongX = new PcaModel(new float[] {-7, 0, 0}, new float[] {1, 0, 0}, new float[] {1}, 1, false);

        assertThat(alongX.explainedShare(rows)).isCloseTo(.5, within(1e-6));
    }

    @Test
    void refusesVectorsOfAnotherWidth() {
        assertThatThrownBy(() -> MODEL.project(new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector of width 4, must be 3");
        assertThatThrownBy(() -> MODEL.project(Rows.of(new float[4], 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows of width 4, must be 3");
        assertThatThrownBy(() -> MODEL.reconstruct(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("projection of width 3, must be 2");
    }

    @Test
    void refusesToProjectWhatIsNoNumber() {
        assertThatThrownBy(() -> MODEL.project(new float[] {1, Float.NaN, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("projects to NaN");
    }

    @Test
    void refusesPartsThatDoNotFitTogether() {
        assertThatThrownBy(() -> new PcaModel(new float[3], new float[5], new float[] {1, 1}, 2, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("5 components, must be 2 dimensions × 3 features and not 0");
    }

    @Test
    void isComparedByContent() {
        PcaModel copy = new PcaModel(
                MODEL.mean().clone(),
                MODEL.components().clone(),
                MODEL.explainedVariance().clone(),
                14,
                false);

        assertThat(copy).isEqualTo(MODEL).hasSameHashCodeAs(MODEL).isNotEqualTo(WHITENED);
    }
}
