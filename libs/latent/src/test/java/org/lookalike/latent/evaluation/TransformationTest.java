package org.lookalike.latent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;

class TransformationTest {
    /** 3 classes whose means differ along the first two of 12 dimensions; the third one is nothing but loud. */
    private static final LabelledSample SAMPLE = sample(60, 1);

    private static LabelledSample sample(int count, long seed) {
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
        return LabelledSample.of(Rows.of(values, 12), labels, 3);
    }

    private static double accuracy(Transformation transformation) {
        UnaryOperator<Rows> fitted = transformation.fit(SAMPLE, 1);
        LabelledSample test = sample(90, 2);
        NearestCentroid centroids = NearestCentroid.fit(SAMPLE.with(fitted.apply(SAMPLE.rows())), Distance.EUCLIDEAN);
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
        LabelledSample two = LabelledSample.of(Rows.of(new float[] {1, 2, 3, 6}, 2), new int[] {0, 1}, 2);
        UnaryOperator<Rows> fitted = new Transformation(false, true, 0, 0, 0).fit(two, 1);
        assertThat(fitted.apply(Rows.of(new float[] {2, 5}, 2))).isEqualTo(Rows.of(new float[] {0, 1}, 2));
    }

    @Test
    void lengthsComeBeforeCentring() {
        LabelledSample two = LabelledSample.of(Rows.of(new float[] {2, 0, 0, 4}, 2), new int[] {0, 1}, 2);
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
    void refusesSenselessNumbers() {
        assertThatThrownBy(() -> new Transformation(false, false, -1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Transformation(false, false, 0, 1, 1.5)).hasMessageContaining("must be 0 to 1");
    }
}
