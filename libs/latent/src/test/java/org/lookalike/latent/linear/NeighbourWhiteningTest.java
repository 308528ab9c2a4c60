package org.lookalike.latent.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.neighbours.MutualNeighbours;

/** Expected numbers are those of numpy in double precision. */
final class NeighbourWhiteningTest {
    private static final Offset<Double> DIGITS = within(2e-6);

    private final Rows directions = sines();
    private final MutualNeighbours pairs = MutualNeighbours.of(directions, 3, 1);

    @Test
    void theScatterIsThatOfHalfTheDifferencesOfPairs() {
        double[] scatter = NeighbourWhitening.scatter(directions, pairs);

        assertThat(directions.row(0))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.608078f, -0.354320f, -0.516774f, 0.487487f);
        assertThat(scatter[0]).isCloseTo(0.098748, DIGITS);
        assertThat(scatter[1]).isCloseTo(-0.030366, DIGITS).isEqualTo(scatter[4]);
        assertThat(scatter[0] + scatter[5] + scatter[10] + scatter[15]).isCloseTo(0.374467, DIGITS);
    }

    @Test
    void factorsShrinkTheDirectionsInWhichNeighboursDiffer() {
        NeighbourWhitening whitening =
                NeighbourWhitening.of(directions, pairs, 1, 1).orElseThrow();

        assertThat(whitening.factors())
                .usingComparatorWithPrecision(2e-5)
                .containsExactly(2.675729, 2.427647, 2.234229, 2.044435);
        assertThat(whitening.meanVariance()).isCloseTo(0.374467 / 4, DIGITS);
    }

    @Test
    void theBasisChangesCosinesAsExpected() {
        float[] identity = new float[16];
        for (int i = 0; i < 4; i++) {
            identity[i * 4 + i] = 1;
        }
        Rows after = apply(
                NeighbourWhitening.of(directions, pairs, 1, 1).orElseThrow().after(identity));

        double[] cosines = {
            Vectors.cosine(after.row(0), after.row(1)),
            Vectors.cosine(after.row(0), after.row(2)),
            Vectors.cosine(after.row(0), after.row(3))
        };
        assertThat(cosines).usingComparatorWithPrecision(2e-6).containsExactly(-0.002773, 0.249609, -0.090803);
    }

    @Test
    void withoutShrinkagePairsDifferAlikeInAllDirections() {
        float[] identity = new float[16];
        for (int i = 0; i < 4; i++) {
            identity[i * 4 + i] = 1;
        }
        Rows after = apply(
                NeighbourWhitening.of(directions, pairs, 1e-9, 1).orElseThrow().after(identity));

        double[] scatter = NeighbourWhitening.scatter(after, pairs);
        for (int i = 0; i < scatter.length; i++) {
            assertThat(scatter[i]).isCloseTo(i % 5 == 0 ? 1 : 0, within(1e-5));
        }
    }

    @Test
    void rowsOfABasisStayAtRightAngles() {
        Random random = new Random(5);
        float[] values = new float[400 * 30];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / (1 + i % 30));
        }
        Rows sample = Rows.of(values, 30);
        PcaModel principal = Pca.fit(sample, PcaOptions.ofDimensions(8));
        Rows coordinates = Rows.of(CentredProduct.of(principal.mean(), principal.components(), sample), 8)
                .normalised();
        float[] basis = NeighbourWhitening.of(coordinates, MutualNeighbours.of(coordinates, 10, 2), 1, 2)
                .orElseThrow()
                .after(principal.components());

        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < i; j++) {
                float[] one = Arrays.copyOfRange(basis, i * 30, (i + 1) * 30);
                float[] other = Arrays.copyOfRange(basis, j * 30, (j + 1) * 30);
                assertThat(Vectors.cosine(one, other)).isCloseTo(0, within(1e-5));
            }
        }
    }

    @Test
    void pairsOfEqualRowsSayNothing() {
        Rows equal = Rows.of(new float[] {1, 0, 1, 0, 1, 0}, 2);

        assertThat(NeighbourWhitening.of(equal, MutualNeighbours.of(equal, 2, 1), 1, 1))
                .isEmpty();
    }

    @Test
    void shrinkageIsPositive() {
        assertThatThrownBy(() -> NeighbourWhitening.of(directions, pairs, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shrinkage");
    }

    private Rows apply(float[] basis) {
        return Rows.of(CentredProduct.of(new float[4], basis, directions), 4);
    }

    private static Rows sines() {
        float[] values = new float[12 * 4];
        for (int i = 1; i <= 12; i++) {
            for (int j = 1; j <= 4; j++) {
                values[(i - 1) * 4 + j - 1] = (float) Math.sin(1.7 * i * j + 0.3 * i * i);
            }
        }
        return Rows.of(values, 4).normalised();
    }
}
