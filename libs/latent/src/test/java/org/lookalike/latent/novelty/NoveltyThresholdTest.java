package org.lookalike.latent.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoveltyThresholdTest {
    @ParameterizedTest
    @CsvSource({"19, 0.05, 19", "20, 0.05, 20", "39, 0.05, 38", "99, 0.1, 90", "100, 0.1, 91", "999, 0.001, 999"})
    void takesTheConservativeRank(int distances, double falseAlarmRate, double wanted) {
        NoveltyThreshold threshold =
                NoveltyThreshold.calibrate(upTo(distances), falseAlarmRate).orElseThrow();
        assertThat(threshold.threshold()).isEqualTo(wanted);
        assertThat(threshold.isNovel(wanted)).isFalse();
        assertThat(threshold.isNovel(wanted + 0.1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.05, 19", "0.01, 99", "0.001, 999", "0.3, 3", "0.5, 1"})
    void saysThatTooFewDistancesCannotBeCalibrated(double falseAlarmRate, int min) {
        assertThat(NoveltyThreshold.smallestSample(falseAlarmRate)).isEqualTo(min);
        assertThat(NoveltyThreshold.calibrate(upTo(min), falseAlarmRate)).isPresent();
        assertThat(NoveltyThreshold.calibrate(upTo(min - 1), falseAlarmRate)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"50, 0.1", "200, 0.05", "500, 0.01"})
    void knownImagesAreNovelNoMoreOftenThanAskedFor(int distances, double falseAlarmRate) {
        Random random = new Random(11);
        int alarms = 0;
        int trials = 20_000;
        for (int world = 0; world < trials / 20; world++) {
            NoveltyThreshold threshold = NoveltyThreshold.calibrate(
                            IntStream.range(0, distances)
                                    .mapToDouble(i -> -Math.log(random.nextDouble()))
                                    .toArray(),
                            falseAlarmRate)
                    .orElseThrow();
            for (int i = 0; i < 20; i++) {
                alarms += threshold.isNovel(-Math.log(random.nextDouble())) ? 1 : 0;
            }
        }
        assertThat((double) alarms / trials).isLessThan(falseAlarmRate * 1.15).isGreaterThan(falseAlarmRate * 0.6);
    }

    @Test
    void anImageIsNovelExactlyWhenItsPValueIsAtMostTheRate() {
        Random random = new Random(5);
        for (int distances = 19; distances < 130; distances++) {
            NoveltyThreshold threshold =
                    NoveltyThreshold.calibrate(upTo(distances), 0.05).orElseThrow();
            for (int i = 0; i < 100; i++) {
                double distance = random.nextInt(2 * distances + 4) / 2.0;
                assertThat(threshold.isNovel(distance)).isEqualTo(threshold.pValue(distance) <= 0.05 + 1e-12);
            }
        }
    }

    @Test
    void pValuesCountWhatLiesAsFar() {
        NoveltyThreshold threshold =
                NoveltyThreshold.calibrate(new double[] {3, 1, 2}, 0.5).orElseThrow();
        assertThat(threshold.pValue(0)).isEqualTo(1);
        assertThat(threshold.pValue(2)).isEqualTo(0.75);
        assertThat(threshold.pValue(3.5)).isEqualTo(0.25);
    }

    @Test
    void isMadeAgainOfItsDistances() {
        NoveltyThreshold threshold =
                NoveltyThreshold.calibrate(new double[] {3, 1, 2}, 0.5).orElseThrow();
        assertThat(threshold.distances()).containsExactly(1, 2, 3);
        assertThat(threshold.sampleSize()).isEqualTo(3);
        NoveltyThreshold again = NoveltyThreshold.calibrate(threshold.distances(), threshold.falseAlarmRate())
                .orElseThrow();
        assertThat(again.threshold()).isCloseTo(threshold.threshold(), within(0.0));
    }

    @Test
    void refusesWhatIsNoDistanceAndNoRate() {
        assertThatThrownBy(() -> NoveltyThreshold.calibrate(new double[] {1, Double.NaN}, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> NoveltyThreshold.calibrate(new double[] {-1, 1}, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1.0");
        assertThatThrownBy(() -> NoveltyThreshold.calibrate(upTo(5), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate 0.0");
    }

    private static double[] upTo(int count) {
        return IntStream.rangeClosed(1, count).mapToDouble(i -> i).toArray();
    }
}
