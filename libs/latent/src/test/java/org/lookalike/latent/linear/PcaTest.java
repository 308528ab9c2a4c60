package org.lookalike.latent.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;

class PcaTest {
    private static final PcaOptions TWO = PcaOptions.ofDimensions(2).withThreads(2);

    @Test
    void findsTheAxesOfAnExample() {
        // Along (3, 4) / 5 the points lie at -10, -5, 5, 10; along (4, -3) / 5 at 1, -1, -1, 1; around (1, 2).
        PcaModel model = Pca.fit(
                Rows.of(
                        new float[] {
                            1 - 6 + .8f,
                            2 - 8 - .6f,
                            1 - 3 - .8f,
                            2 - 4 + .6f,
                            1 + 3 - .8f,
                            2 + 4 + .6f,
                            1 + 6 + .8f,
                            2 + 8 - .6f
                        },
                        2),
                TWO);

        assertThat(model.mean()).containsExactly(new float[] {1, 2}, within(1e-6f));
        assertThat(model.components()).containsExactly(new float[] {.6f, .8f, .8f, -.6f}, within(1e-6f));
        assertThat(model.explainedVariance()).containsExactly(new float[] {250 / 3f, 4 / 3f}, within(1e-4f));
        assertThat(model.totalVariance()).isCloseTo(254 / 3.0, within(1e-4));
        assertThat(model.explainedShare()).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"400, 60, 60", "400, 60, 7", "5000, 33, 1", "40, 60, 60", "3, 2048, 256", "2, 1, 5"})
    void explainsTheVarianceThatTheSampleHasAlongItsDirections(int count, int width, int dimensions) {
        Rows rows = TestRows.uniform(count, width, 1);

        PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(dimensions));

        assertThat(model.dimensions()).isEqualTo(Math.min(dimensions, Math.min(width, count - 1)));
        for (int i = 0; i < model.dimensions(); i++) {
            assertThat((double) model.explainedVariance()[i])
                    .isCloseTo(TestRows.varianceAlong(rows, model.components(), i), Percentage.withPercentage(.001));
        }
        assertDescends(model.explainedVariance());
        assertOrthonormal(model);
    }

    @Test
    void findsAllDirectionsOfASubspaceAndNoMore() {
        Rows rows = TestRows.ofRank(3000, 300, 12, 4);

        PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(50));

        assertThat(model.dimensions()).isEqualTo(12);
        assertThat(model.explainedShare()).isCloseTo(1, within(1e-6));
        assertThat(model.residual(rows.row(17))).isLessThan(1e-4);
    }

    @Test
    void keepsAsManyDimensionsAsAShareTakes() {
        Rows rows = TestRows.ofRank(500, 80, 20, 4);
        PcaModel whole = Pca.fit(rows, PcaOptions.ofDimensions(80));

        PcaModel model = Pca.fit(rows, PcaOptions.ofShare(.9));

        assertThat(model.explainedShare()).isGreaterThanOrEqualTo(.9);
        assertThat(withoutTheLast(model)).isLessThan(.9);
        assertThat(model.components())
                .containsExactly(Arrays.copyOf(whole.components(), model.components().length), within(1e-5f));
    }

    @Test
    void keepsNoMoreDimensionsThanAllowedWhateverTheShare() {
        PcaModel model = Pca.fit(TestRows.uniform(200, 30, 1), new PcaOptions(4, .99, false, 1));

        assertThat(model.dimensions()).isEqualTo(4);
    }

    @Test
    void ignoresConstantColumnsAndDuplicates() {
        Rows once = TestRows.uniform(50, 4, 3);
        float[] values = new float[2 * 50 * 5];
        Arrays.fill(values, .1f);
        for (int i = 0; i < 100; i++) {
            System.arraycopy(once.values(), i % 50 * 4, values, i * 5, 4);
        }

        PcaModel model = Pca.fit(Rows.of(values, 5), PcaOptions.ofDimensions(5));

        PcaModel expected = Pca.fit(once, PcaOptions.ofDimensions(4));
        assertThat(model.dimensions()).isEqualTo(4);
        assertThat(model.totalVariance()).isCloseTo(expected.totalVariance() * 2 * 49 / 99, within(1e-5));
        for (int i = 0; i < 4; i++) {
            assertThat(model.components()[i * 5 + 4]).isZero();
        }
    }

    @Test
    void makesTheLargestComponentOfEachDirectionPositive() {
        PcaModel model = Pca.fit(TestRows.uniform(100, 9, 5), PcaOptions.ofDimensions(9));

        for (int i = 0; i < 9; i++) {
            float[] direction = Arrays.copyOfRange(model.components(), i * 9, i * 9 + 9);
            double max =
                    IntStream.range(0, 9).mapToDouble(j -> direction[j]).max().orElseThrow();
            double min =
                    IntStream.range(0, 9).mapToDouble(j -> direction[j]).min().orElseThrow();
            assertThat(max).isGreaterThanOrEqualTo(-min);
        }
    }

    @Test
    void staysPreciseFarFromTheOrigin() {
        Rows near = TestRows.uniform(2000, 20, 6);
        float[] moved = near.values().clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.round(moved[i] * 256) / 256f + 4096;
        }

        PcaModel model = Pca.fit(Rows.of(moved, 20), PcaOptions.ofDimensions(20));

        for (int i = 0; i < 20; i++) {
            assertThat((double) model.explainedVariance()[i])
                    .isCloseTo(
                            TestRows.varianceAlong(Rows.of(moved, 20), model.components(), i),
                            Percentage.withPercentage(.01));
        }
    }

    @Test
    void isTheSameEachTime() {
        Rows rows = TestRows.uniform(3000, 100, 7);

        assertThat(Pca.fit(rows, TWO)).isEqualTo(Pca.fit(rows, TWO));
    }

    @Test
    void fitsInSeveralThreadsAtOnce() throws Exception {
        List<Rows> samples = IntStream.range(0, 8)
                .mapToObj(seed -> TestRows.uniform(300, 40, seed))
                .toList();
        List<PcaModel> expected =
                samples.stream().map(rows -> Pca.fit(rows, TWO)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<PcaModel>> tasks = samples.stream()
                    .map(rows -> (Callable<PcaModel>) () -> Pca.fit(rows, TWO))
                    .toList();
            for (int i = 0; i < tasks.size(); i++) {
                List<Future<PcaModel>> fitted = threads.invokeAll(tasks);
                assertThat(fitted.get(i).get()).isEqualTo(expected.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesOneRow() {
        assertThatThrownBy(() -> Pca.fit(Rows.of(new float[] {1, 2}, 2), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 rows of width 2: principal components need at least 2 rows");
    }

    @Test
    void refusesRowsThatAreAllEqual() {
        assertThatThrownBy(() -> Pca.fit(Rows.of(new float[] {.1f, 2, .1f, 2, .1f, 2}, 2), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 rows of width 2: all equal");
    }

    @Test
    void refusesWhatIsNoNumberNamingThePlace() {
        float[] values = TestRows.uniform(2000, 3, 1).values();
        values[1500 * 3 + 2] = Float.NaN;

        assertThatThrownBy(() -> Pca.fit(Rows.of(values, 3), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1500, column 2 is NaN, must be a finite number");
    }

    @Test
    void refusesSquaresBeyondSinglePrecision() {
        assertThatThrownBy(() -> Pca.fit(Rows.of(new float[] {1e30f, -1e30f}, 1), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must stay within single precision");
    }

    @ParameterizedTest
    @CsvSource({
        "0, .5, 1, 'dimensions: 0, must be at least 1'",
        "1, 0, 1, 'share of variance: 0.0, must be more than 0 and at most 1'",
        "1, 1.5, 1, 'share of variance: 1.5, must be more than 0 and at most 1'",
        "1, NaN, 1, 'share of variance: NaN, must be more than 0 and at most 1'",
        "1, .5, 0, 'threads: 0, must be at least 1'"
    })
    void refusesOptionsNamingTheRule(int dimensions, double share, int threads, String message) {
        assertThatThrownBy(() -> new PcaOptions(dimensions, share, false, threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static double withoutTheLast(PcaModel model) {
        double sum = 0;
        for (int i = 0; i < model.dimensions() - 1; i++) {
            sum += model.explainedVariance()[i];
        }
        return sum / model.totalVariance();
    }

    private static void assertDescends(float[] values) {
        for (int i = 1; i < values.length; i++) {
            assertThat(values[i]).isLessThanOrEqualTo(values[i - 1]);
        }
    }

    private static void assertOrthonormal(PcaModel model) {
        int width = model.features();
        for (int i = 0; i < model.dimensions(); i++) {
            for (int other = 0; other <= i; other++) {
                double product = 0;
                for (int j = 0; j < width; j++) {
                    product += (double) model.components()[i * width + j] * model.components()[other * width + j];
                }
                assertThat(product).isCloseTo(i == other ? 1 : 0, within(1e-6));
            }
        }
    }
}
