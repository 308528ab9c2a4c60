package org.lookalike.latent.discriminant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.retrieval.AveragePrecision;

/** Classes that differ little in directions of little variance, beside much variance that says nothing of them. */
class AdaptedProjectionTest {
    private static final int FEATURES = 40;
    private static final int NUISANCES = 6;
    private static final AdaptedOptions OPTIONS =
            AdaptedOptions.of(PcaOptions.ofDimensions(12).withThreads(2));

    @Test
    void theFirstDimensionsAreThePrincipalOnes() {
        AdaptedProjection all = fit(8, 8, 20, 1);

        assertThat(all.principal()).isEqualTo(12);
        assertThat(all.discriminant()).isEqualTo(7);
        for (int one = 0; one < 12; one++) {
            for (int other = 0; other <= one; other++) {
                double product = 0;
                for (int j = 0; j < FEATURES; j++) {
                    product += all.basis()[one * FEATURES + j] * all.basis()[other * FEATURES + j];
                }
                assertThat(product).isCloseTo(one == other ? 1 : 0, within(1e-4));
            }
        }
    }

    @Test
    void theSampleVariesAlongTheOthersByTheWeight() {
        Rows sample = rows(800, 8, 1);
        AdaptedProjection all = fit(8, 8, 20, 1);

        Rows projected = all.project(sample);
        double[] squares = new double[2];
        for (int i = 0; i < projected.values().length; i++) {
            squares[i % all.dimensions() < 12 ? 0 : 1] +=
                    (double) projected.values()[i] * projected.values()[i];
        }
        assertThat(squares[1] / squares[0]).isCloseTo(all.report().weight(), within(1e-3));
    }

    @Test
    void labelsOfAllClassesMakeAllOfThemEasierToFind() {
        AdaptedProjection all = fit(8, 8, 20, 1);

        assertThat(all.report().covered()).isTrue();
        assertThat(all.report().strangeness()).isBetween(0.4, 0.58);
        assertThat(change(all, 8, 0, 8)).isGreaterThan(0.1);
    }

    @Test
    void labelsOfSomeClassesCostTheOthersNothing() {
        AdaptedProjection half = fit(8, 4, 20, 1);

        assertThat(half.report().covered()).isFalse();
        assertThat(half.report().strangeness()).isGreaterThan(0.6);
        assertThat(half.report().weight()).isBetween(0.01, 0.25);
        assertThat(change(half, 8, 0, 4)).isGreaterThan(0.03);
        assertThat(change(half, 8, 4, 8)).isGreaterThan(-0.015);
    }

    @Test
    void fewLabelsNeverCountAsAllClasses() {
        assertThat(fit(8, 8, 5, 1).report().covered()).isFalse();
    }

    @Test
    void labelsThatSayNothingGetNoWeight() {
        Rows sample = rows(800, 8, 1);
        int[] random = new SplittableRandom(5).ints(100, 0, 4).toArray();

        AdaptedProjection none = AdaptedProjection.fit(
                sample, sample.select(IntStream.range(0, 100).toArray()), random, OPTIONS);

        assertThat(none.report().trials())
                .allSatisfy(trial -> assertThat(trial.gain()).isLessThan(0.03));
        assertThat(none.report().weight()).isLessThanOrEqualTo(0.15);
    }

    @Test
    void twoClassesGetACarefulWeight() {
        AdaptedProjection pair = fit(8, 2, 20, 1);

        assertThat(pair.report().trials())
                .allSatisfy(trial -> assertThat(trial.unseen()).isNaN());
        assertThat(pair.report().unseenChange()).isNaN();
        assertThat(pair.report().weight()).isLessThanOrEqualTo(0.0125);
    }

    @Test
    void oneSeedMakesOneProjection() {
        assertThat(fit(8, 4, 20, 1)).isEqualTo(fit(8, 4, 20, 1));
    }

    @Test
    void whitenedComponentsStayWhitened() {
        Rows sample = rows(800, 8, 1);
        AdaptedOptions whitened = AdaptedOptions.of(OPTIONS.principal().withWhitening(true));

        AdaptedProjection all = AdaptedProjection.fit(sample, labelled(8, 20), labels(8, 20), whitened);

        Rows projected = all.project(sample);
        for (int i = 0; i < 12; i++) {
            double squares = 0;
            for (int row = 0; row < 800; row++) {
                squares += projected.row(row)[i] * projected.row(row)[i] / 799;
            }
            assertThat(squares).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void refusesClassesWithoutRowsToJudgeBy() {
        Rows sample = rows(50, 2, 1);

        assertThatThrownBy(() ->
                        AdaptedProjection.fit(sample, sample.select(0, 1, 2, 3, 4), new int[] {0, 1, 0, 0, 0}, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 1 of 2 has 1 rows, must be 2 classes, each with 4 rows");
        assertThatThrownBy(() -> AdaptedProjection.fit(sample, sample.select(0, 1), new int[] {0}, OPTIONS))
                .hasMessageContaining("1 labels for 2 rows");
    }

    /** How the mean average precision of new rows of some classes among all new rows changes, against no weight. */
    private static double change(AdaptedProjection projection, int classes, int from, int to) {
        Rows news = rows(400, classes, 99);
        Rows with = projection.project(news).normalised();
        AdaptedProjection without = new AdaptedProjection(
                projection.mean(),
                java.util.Arrays.copyOf(projection.basis(), projection.principal() * FEATURES),
                projection.principal(),
                0,
                projection.report());
        return precision(with, classes, from, to)
                - precision(without.project(news).normalised(), classes, from, to);
    }

    private static double precision(Rows rows, int classes, int from, int to) {
        double sum = 0;
        int queries = 0;
        for (int query = 0; query < rows.count(); query++) {
            if (query % classes < from || query % classes >= to) {
                continue;
            }
            float[] cosines = new float[rows.count()];
            boolean[] relevant = new boolean[rows.count()];
            for (int row = 0; row < rows.count(); row++) {
                relevant[row] = row % classes == query % classes;
                for (int j = 0; j < rows.width(); j++) {
                    cosines[row] += rows.row(query)[j] * rows.row(row)[j];
                }
            }
            sum += AveragePrecision.of(cosines, relevant, query);
            queries++;
        }
        return sum / queries;
    }

    /** A projection from a sample of all classes and labels of some. */
    private static AdaptedProjection fit(int classes, int labelled, int each, long seed) {
        return AdaptedProjection.fit(
                rows(800, classes, seed), labelled(labelled, each), labels(labelled, each), OPTIONS);
    }

    private static Rows labelled(int classes, int each) {
        Rows all = rows(8 * each, 8, 7);
        return all.select(
                IntStream.range(0, all.count()).filter(i -> i % 8 < classes).toArray());
    }

    private static int[] labels(int classes, int each) {
        return IntStream.range(0, 8 * each)
                .map(i -> i % 8)
                .filter(label -> label < classes)
                .toArray();
    }

    /** Row i is of class i mod classes. */
    private static Rows rows(int count, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * FEATURES];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < FEATURES; j++) {
                double spread = j < NUISANCES ? 1.5 : 0.5;
                values[i * FEATURES + j] = (float) (random.nextGaussian() * spread);
            }
            values[i * FEATURES + NUISANCES + i % classes] += 2.5f;
        }
        return Rows.of(values, FEATURES);
    }
}
