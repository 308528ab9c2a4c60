package org.lookalike.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;

class TransformationTest {
    /** 3 classes whose means differ along the first two of 12 dimensions; the third one is nothing but loud. */
    private static final LabelledVectors SAMPLE = sample(60, 1);

    private static LabelledVectors sample(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * 12];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < 12; j++) {
                values[i * 12 + j] = (float) (random.nextDouble(-1, 1) * (j == 2 ? 40 : 1));
            }
            values[i * 12] += 3 * (labels[i] == 1 ? 1 : 0);
            values[i * 12 + 1] += 3 * (labels[i] == 2 ? 1 : 0);
        }
        return LabelledVectors.of(Rows.of(values, 12), labels, 3);
    }

    private static double accuracy(Transformation transformation) {
        UnaryOperator<Rows> fitted = transformation.fit(SAMPLE, 1);
        LabelledVectors test = sample(90, 2);
        NearestCentroid centroids = NearestCentroid.fit(SAMPLE.with(fitted.apply(SAMPLE.rows())), Metric.EUCLIDEAN);
        return ConfusionMatrix.of(test.labels(), centroids.classify(fitted.apply(test.rows())), 3)
                .accuracy();
    }

    @Test
    void noneLeavesVectorsAsTheyAre() {
        assertThat(Transformation.NONE.fit(SAMPLE, 1).apply(SAMPLE.rows())).isEqualTo(SAMPLE.rows());
        assertThat(Transformation.NONE.supervised()).isFalse();
    }

    @Test
    void centringTakesTheMeanOfTheFittedSampleOff() {
        LabelledVectors two = LabelledVectors.of(Rows.of(new float[] {1, 2, 3, 6}, 2), new int[] {0, 1}, 2);
        UnaryOperator<Rows> fitted = new Transformation(false, true, 0, 0, 0).fit(two, 1);
        assertThat(fitted.apply(Rows.of(new float[] {2, 5}, 2))).isEqualTo(Rows.of(new float[] {0, 1}, 2));
    }

    @Test
    void lengthsComeBeforeCentring() {
        LabelledVectors two = LabelledVectors.of(Rows.of(new float[] {2, 0, 0, 4}, 2), new int[] {0, 1}, 2);
        UnaryOperator<Rows> fitted = new Transformation(true, true, 0, 0, 0).fit(two, 1);
        assertThat(fitted.apply(Rows.of(new float[] {8, 0}, 2))).isEqualTo(Rows.of(new float[] {.5f, -.5f}, 2));
    }

    @Test
    void axesAreAsManyAsAskedForAndPossible() {
        assertThat(new Transformation(false, false, 5, 0, 0)
                        .fit(SAMPLE, 1)
                        .apply(SAMPLE.rows())
                        .width())
                .isEqualTo(5);
        assertThat(new Transformation(true, false, 5, 9, .1)
                        .fit(SAMPLE, 1)
                        .apply(SAMPLE.rows())
                        .width())
                .isEqualTo(2);
    }

    @Test
    void discriminantsFindWhatLoudNoiseHides() {
        double discriminant = accuracy(new Transformation(false, false, 0, 2, 0));
        assertThat(discriminant).isGreaterThan(.9);
        assertThat(discriminant).isGreaterThan(accuracy(new Transformation(false, false, 1, 0, 0)) + .3);
    }

    @Test
    void principalComponentsOfFewWideRowsAreThoseOfPca() {
        int count = 20;
        LabelledVectors wide = SAMPLE.select(IntStream.range(0, count).toArray());
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[count * 70];
        for (int i = 0; i < values.length; i++) {
            // A row twice, so that there are fewer directions than rows.
            values[i] = i < 70 * (count - 1) ? (float) random.nextDouble(1, 3) : values[i - 70];
        }
        Rows rows = Rows.of(values, 70);
        assertThat(RowSpan.pays(rows)).isTrue();
        Rows others = Rows.of(Arrays.copyOfRange(values, 35, 35 + 140), 70);
        PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(6).withThreads(1));
        UnaryOperator<Rows> fitted = new Transformation(false, false, 6, 0, 0).fit(wide.with(rows), 1);
        float[] expected = model.project(others).values();
        float[] found = fitted.apply(others).values();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            // Signs are free.
            assertThat(Math.abs(found[i])).isCloseTo(Math.abs(expected[i]), within(1e-3f));
        }
    }

    @Test
    void itsTwoPartsMakeTheSame() {
        Transformation whole = new Transformation(true, false, 6, 2, .1);
        Rows first = whole.withoutDiscriminants().fit(SAMPLE, 1).apply(SAMPLE.rows());
        Rows second = whole.discriminantsAlone().fit(SAMPLE.with(first), 1).apply(first);
        assertThat(second).isEqualTo(whole.fit(SAMPLE, 1).apply(SAMPLE.rows()));
    }

    @Test
    void refusesSenselessNumbers() {
        assertThatThrownBy(() -> new Transformation(false, false, -1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Transformation(false, false, 0, 1, 1.5)).hasMessageContaining("must be 0 to 1");
    }
}
