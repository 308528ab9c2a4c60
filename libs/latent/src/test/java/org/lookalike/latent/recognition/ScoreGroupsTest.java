package org.lookalike.latent.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreGroupsTest {
    @Test
    void theConformalQuantileOfSingleScoresIsTheUsualOne() {
        List<double[]> groups = IntStream.rangeClosed(1, 39)
                .mapToObj(i -> new double[] {i / 100.0})
                .toList();

        // The ⌈40 · 0.95⌉ = 38th smallest may still be reached by one of 20.
        assertThat(new ScoreGroups(groups).conformal(0.05)).isEqualTo(Math.nextUp(0.38));
    }

    @Test
    void everyGroupCountsTheSameHoweverLarge() {
        List<double[]> groups = IntStream.range(0, 20)
                .mapToObj(i -> i == 0 ? new double[1000] : new double[] {0.5})
                .toList();

        assertThat(new ScoreGroups(groups).median()).isEqualTo(0.5);
        assertThat(new ScoreGroups(groups).conformal(0.99)).isEqualTo(Math.nextUp(0.0));
    }

    @Test
    void withTooFewGroupsTheLargestScoreIsNotReached() {
        assertThat(new ScoreGroups(List.of(new double[] {0.1, 0.7}, new double[] {0.3})).conformal(0.1))
                .isEqualTo(Math.nextUp(0.7));
        assertThat(ScoreGroups.many(38, 0.05)).isFalse();
        assertThat(ScoreGroups.many(39, 0.05)).isTrue();
    }

    @Test
    void forecastsTheScoresOfOneMoreGroup() {
        SplittableRandom random = new SplittableRandom(5);
        int beyond = 0;
        int rounds = 2000;
        for (int round = 0; round < rounds; round++) {
            List<double[]> groups =
                    IntStream.range(0, 5).mapToObj(i -> group(random, 20)).toList();
            double threshold = new ScoreGroups(groups).predictive(0.1);
            beyond += group(random, 1)[0] >= threshold ? 1 : 0;
        }
        assertThat((double) beyond / rounds).isCloseTo(0.1, within(0.025));
    }

    @Test
    void forecastsFromSinglesAndFromEqualScores() {
        assertThat(new ScoreGroups(List.of(new double[] {0.2}, new double[] {0.4}, new double[] {0.6}))
                        .predictive(0.05))
                .isCloseTo(0.4 + 2.92 * 0.2 * Math.sqrt(4 / 3.0), within(1e-3));
        assertThat(new ScoreGroups(List.of(new double[] {0.2}, new double[] {0.2})).predictive(0.05))
                .isEqualTo(Math.nextUp(0.2));
    }

    /** Normal around a normal mean. */
    private static double[] group(SplittableRandom random, int size) {
        double mean = 0.3 + 0.1 * random.nextGaussian();
        return IntStream.range(0, size)
                .mapToDouble(i -> mean + 0.1 * random.nextGaussian())
                .toArray();
    }
}
