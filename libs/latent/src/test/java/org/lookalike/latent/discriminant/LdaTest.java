package org.lookalike.latent.discriminant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;

class LdaTest {
    /** Around (0, 0) and (4, 4), with covariance diag(1/2, 2) within. */
    private static final Rows EXAMPLE = Rows.of(new float[] {1, 0, -1, 0, 0, 2, 0, -2, 5, 4, 3, 4, 4, 6, 4, 2}, 2);

    private static final int[] LABELS = {0, 0, 0, 0, 1, 1, 1, 1};
    private static final LdaOptions EXACT =
            LdaOptions.defaults().withShrinkage(0).withThreads(2);

    @Test
    void findsTheAxisOfAnExample() {
        LdaModel model = Lda.fit(EXAMPLE, LABELS, EXACT);

        float root = (float) Math.sqrt(40);
        assertThat(model.mean()).containsExactly(2, 2);
        assertThat(model.axes()).containsExactly(new float[] {8 / root, 2 / root}, within(1e-6f));
        assertThat(model.separation()).containsExactly(new double[] {10}, within(1e-9));
        assertThat(model.centroids().values()).containsExactly(new float[] {-20 / root, 20 / root}, within(1e-6f));
        assertThat(model.project(new float[] {2, 3})).containsExactly(new float[] {2 / root}, within(1e-6f));
    }

    @Test
    void drawsTheCovarianceTowardsTheIdentity() {
        LdaModel model = Lda.fit(EXAMPLE, LABELS, EXACT.withShrinkage(1));

        float both = (float) (1 / Math.sqrt(2.5));
        assertThat(model.axes()).containsExactly(new float[] {both, both}, within(1e-6f));
        assertThat(model.separation()).containsExactly(new double[] {6.4}, within(1e-9));
    }

    @Test
    void makesTheCovarianceWithinClassesTheIdentity() {
        Rows rows = classes(900, 12, 4, 1);

        LdaModel model = Lda.fit(rows, labels(900, 4), EXACT);

        Rows projected = model.project(rows);
        assertThat(model.dimensions()).isEqualTo(3);
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double sum = 0;
                for (int i = 0; i < 900; i++) {
                    int label = i % 4;
                    sum += (projected.row(i)[a] - model.centroids().row(label)[a])
                            * (projected.row(i)[b] - model.centroids().row(label)[b]);
                }
                assertThat(sum / 900).isCloseTo(a == b ? 1 : 0, within(1e-4));
            }
        }
        assertThat(model.separation()[0]).isGreaterThanOrEqualTo(model.separation()[2]);
    }

    @Test
    void classifiesByTheNearestCentroid() {
        LdaModel model = Lda.fit(EXAMPLE, LABELS, EXACT);

        assertThat(model.classify(new float[] {1.9f, 2})).isZero();
        assertThat(model.classify(new float[] {2.1f, 2})).isEqualTo(1);
    }

    @Test
    void tellsTheLargerClassWhereDistancesAreEqual() {
        Rows rows = EXAMPLE.select(0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7);
        LdaModel model = Lda.fit(rows, new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1}, EXACT);

        assertThat(model.classify(new float[] {2, 2})).isEqualTo(1);
    }

    @Test
    void keepsAsManyAxesAsAskedFor() {
        LdaModel model = Lda.fit(classes(300, 10, 5, 2), labels(300, 5), EXACT.withDimensions(2));

        assertThat(model.dimensions()).isEqualTo(2);
        assertThat(model.project(new float[10])).hasSize(2);
    }

    @Test
    void keepsNoMoreAxesThanClassMeansHaveDirections() {
        // Four classes on a line.
        float[] values = classes(400, 6, 4, 3).values().clone();
        for (int i = 0; i < 400; i++) {
            for (int j = 0; j < 6; j++) {
                values[i * 6 + j] = EXAMPLE.values()[i / 4 % 4 * 2 + j % 2] * (j + 1) % 7 + (j == 0 ? i % 4 * 3 : 0);
            }
        }

        LdaModel model = Lda.fit(Rows.of(values, 6), labels(400, 4), EXACT.withShrinkage(.5));

        assertThat(model.dimensions()).isEqualTo(1);
    }

    @Test
    void fitsFewerRowsThanDimensionsWithShrinkage() {
        Rows rows = classes(60, 200, 3, 4);

        LdaModel model = Lda.fit(rows, labels(60, 3), LdaOptions.defaults());

        for (int i = 0; i < 60; i++) {
            assertThat(model.classify(rows.row(i))).isEqualTo(i % 3);
        }
    }

    @Test
    void refusesASingularCovarianceSayingWhatHelps() {
        assertThatThrownBy(() -> Lda.fit(classes(60, 200, 3, 4), labels(60, 3), EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("60 rows of width 200: the covariance within classes is singular;"
                        + " shrink it, or project to fewer dimensions first");
    }

    @Test
    void refusesEqualClassMeans() {
        assertThatThrownBy(() -> Lda.fit(EXAMPLE.select(0, 1, 2, 3, 0, 1, 2, 3), LABELS, EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("means of all classes are equal");
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        assertThatThrownBy(() -> Lda.fit(EXAMPLE, new int[3], EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 labels for 8 rows of width 2, must be one for each");
        assertThatThrownBy(() -> Lda.fit(EXAMPLE, new int[] {0, 0, 0, 0, 2, 2, 2, 2}, EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 1 of 3 has no rows, must have 1");
        assertThatThrownBy(() -> Lda.fit(EXAMPLE, new int[] {0, 0, 0, 0, -1, 1, 1, 1}, EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels from -1 to 1");
        assertThatThrownBy(() -> Lda.fit(EXAMPLE, new int[8], EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("8 rows in 1 classes, must be at least 2 classes and one with 2 rows");
    }

    @Test
    void refusesWhatIsNoNumberNamingThePlace() {
        float[] values = EXAMPLE.values().clone();
        values[5] = Float.NaN;

        assertThatThrownBy(() -> Lda.fit(Rows.of(values, 2), LABELS, EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 2, column 1 is NaN, must be a finite number");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 'dimensions: 0, must be at least 1'",
        "1, 1.1, 1, 'shrinkage: 1.1, must be 0 to 1'",
        "1, 0, 0, 'threads: 0, must be at least 1'"
    })
    void refusesOptionsNamingTheRule(int dimensions, double shrinkage, int threads, String message) {
        assertThatThrownBy(() -> new LdaOptions(dimensions, shrinkage, threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Row {@code i} belongs to class {@code i % classes}; classes overlap a little. */
    private static Rows classes(int count, int width, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] centres = random.doubles((long) classes * width, -1, 1).toArray();
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centres[i / width % classes * width + i % width] + random.nextDouble(-1, 1));
        }
        return Rows.of(values, width);
    }

    private static int[] labels(int count, int classes) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
        }
        return labels;
    }
}
