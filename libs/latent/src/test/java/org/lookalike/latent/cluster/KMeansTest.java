package org.lookalike.latent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Nearest;

class KMeansTest {
    private static final KMeansOptions TWO = KMeansOptions.ofClusters(2).withThreads(2);
    /** Two groups, around (0, 0) and (10, 10). */
    private static final Rows TWO_GROUPS = Rows.of(new float[] {0, 1, 10, 11, 0, -1, 10, 9, 1, 0, -1, 0}, 2);

    @Test
    void findsTheGroupsOfAnExample() {
        KMeansModel model = KMeans.fit(TWO_GROUPS, TWO);

        int near = model.assignment()[0];
        assertThat(model.assignment()).containsExactly(near, 1 - near, near, 1 - near, near, near);
        assertThat(model.sizes()[near]).isEqualTo(4);
        assertThat(model.centres().row(near)).containsExactly(new float[] {0, 0}, within(1e-6f));
        assertThat(model.centres().row(1 - near)).containsExactly(new float[] {10, 10}, within(1e-6f));
        assertThat(model.inertia()).isCloseTo(6, within(1e-5));
        assertThat(model.converged()).isTrue();
        assertThat(model.spreads().get(near).rms()).isCloseTo(1, within(1e-6));
    }

    @Test
    void findsManyGroupsThatLieApart() {
        Rows rows = groups(4000, 30, 25, .05, 1);

        KMeansModel model = KMeans.fit(rows, TWO.withClusters(25));

        assertThat(model.clusters()).isEqualTo(25);
        Set<String> pairs = IntStream.range(0, 4000)
                .mapToObj(i -> i % 25 + "-" + model.assignment()[i])
                .collect(Collectors.toSet());
        assertThat(pairs).hasSize(25);
    }

    @Test
    void assignsEachRowToItsNearestCentreAndPutsCentresAtTheirMeans() {
        Rows rows = groups(3000, 20, 40, .7, 2);

        KMeansModel model = KMeans.fit(rows, TWO.withClusters(17).withEnd(1000, 0));

        assertThat(model.converged()).isTrue();
        double[] sums = new double[17 * 20];
        double inertia = 0;
        for (int i = 0; i < 3000; i++) {
            Nearest nearest = model.nearest(rows.row(i));
            assertThat(model.assignment()[i]).isEqualTo(nearest.index());
            inertia += nearest.distance() * nearest.distance();
            for (int j = 0; j < 20; j++) {
                sums[nearest.index() * 20 + j] += rows.values()[i * 20 + j];
            }
        }
        assertThat(model.inertia()).isCloseTo(inertia, Percentage.withPercentage(1e-3));
        for (int j = 0; j < sums.length; j++) {
            assertThat(sums[j] / model.sizes()[j / 20])
                    .isCloseTo(model.centres().values()[j], within(1e-5));
        }
        assertThat(Arrays.stream(model.sizes()).sum()).isEqualTo(3000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void isTheSameForAnyNumberOfThreads(int threads) {
        Rows rows = groups(5000, 24, 30, .8, 3);
        KMeansOptions options = TWO.withClusters(33).withSeed(9);

        assertThat(KMeans.fit(rows, options.withThreads(threads))).isEqualTo(KMeans.fit(rows, options));
    }

    @Test
    void differsWithTheSeed() {
        Rows rows = groups(2000, 10, 50, .9, 3);
        KMeansOptions options = TWO.withClusters(20).withRestarts(1);

        assertThat(KMeans.fit(rows, options.withSeed(1)).centres())
                .isNotEqualTo(KMeans.fit(rows, options.withSeed(2)).centres());
    }

    @Test
    void keepsTheBestOfItsStarts() {
        Rows rows = groups(2000, 10, 50, .9, 3);
        KMeansOptions options = TWO.withClusters(50).withSeed(4);

        double best = KMeans.fit(rows, options.withRestarts(6)).inertia();

        assertThat(best).isLessThan(KMeans.fit(rows, options.withRestarts(1)).inertia());
    }

    @Test
    void startsFromGivenCentres() {
        Rows centres = Rows.of(new float[] {9, 9, 2, 2}, 2);

        KMeansModel model = KMeans.fitFrom(TWO_GROUPS, centres, TWO);

        assertThat(model.assignment()).containsExactly(1, 0, 1, 0, 1, 1);
        assertThat(model.iterations()).isEqualTo(2);
    }

    @Test
    void fillsAClusterThatNoRowIsNearestTo() {
        Rows centres = Rows.of(new float[] {5, 5, 500, 500}, 2);

        KMeansModel model = KMeans.fitFrom(TWO_GROUPS, centres, TWO);

        assertThat(model.inertia()).isCloseTo(6, within(1e-5));
    }

    @Test
    void fillsEveryClusterOfEqualCentres() {
        Rows rows = groups(1000, 8, 30, .5, 5);
        float[] equal = new float[30 * 8];

        KMeansModel model = KMeans.fitFrom(rows, Rows.of(equal, 8), TWO);

        assertThat(model.clusters()).isEqualTo(30);
        assertThat(Arrays.stream(model.sizes()).min().orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 5, 1", "4, 3, 5, 4", "100, 7, 9, 7", "100, 1, 3, 1", "64, 64, 64, 64"})
    void hasNoMoreClustersThanTheSampleHasDistinctRows(int count, int distinct, int clusters, int expected) {
        float[] different = groups(Math.max(distinct, count), 16, 999, 1, 6).values();
        float[] values = new float[count * 16];
        for (int i = 0; i < count; i++) {
            System.arraycopy(different, (count <= distinct ? i : i % distinct) * 16, values, i * 16, 16);
        }
        if (count == 4) {
            values = Arrays.copyOf(different, 4 * 16);
        }

        KMeansModel model = KMeans.fit(Rows.of(values, 16), TWO.withClusters(clusters));

        assertThat(model.clusters()).isEqualTo(expected);
        assertThat(model.inertia()).isCloseTo(0, within(1e-9));
        assertThat(model.spreads().get(0).max()).isCloseTo(0, within(1e-5));
    }

    @Test
    void leavesOutGivenCentresThatCannotBeFilled() {
        Rows rows = Rows.of(new float[] {.1f, .1f, .1f, 7, .1f}, 1);

        KMeansModel model = KMeans.fitFrom(rows, Rows.of(new float[] {0, 1, 2, 3}, 1), TWO);

        assertThat(model.clusters()).isEqualTo(2);
        assertThat(new HashSet<>(List.of(model.sizes()[0], model.sizes()[1]))).containsExactlyInAnyOrder(1, 4);
    }

    @Test
    void stopsAtTheLimitAndSaysSo() {
        KMeansModel model =
                KMeans.fit(groups(3000, 12, 60, .9, 7), TWO.withClusters(40).withEnd(2, 0));

        assertThat(model.iterations()).isEqualTo(2);
        assertThat(model.converged()).isFalse();
    }

    @Test
    void staysPreciseFarFromTheOrigin() {
        float[] moved = TWO_GROUPS.values().clone();
        for (int j = 0; j < moved.length; j++) {
            moved[j] += 1 << 16;
        }

        assertThat(KMeans.fit(Rows.of(moved, 2), TWO).inertia()).isCloseTo(6, within(1e-4));
    }

    @Test
    void clustersInSeveralThreadsAtOnce() throws Exception {
        Rows rows = groups(1500, 16, 12, .3, 8);
        KMeansModel expected = KMeans.fit(rows, TWO.withClusters(12));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<KMeansModel> task = () -> KMeans.fit(rows, TWO.withClusters(12));
            for (Future<KMeansModel> model : threads.invokeAll(List.of(task, task, task, task, task, task))) {
                assertThat(model.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesWhatIsNoNumberNamingThePlace() {
        assertThatThrownBy(() -> KMeans.fit(Rows.of(new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, 2), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1, column 1 is Infinity, must be a finite number");
        assertThatThrownBy(() -> KMeans.fitFrom(TWO_GROUPS, Rows.of(new float[] {1, Float.NaN}, 2), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("centre 0, column 1 is NaN, must be a finite number");
    }

    @Test
    void refusesNoRowsAndOtherWidths() {
        assertThatThrownBy(() -> KMeans.fit(Rows.of(new float[0], 2), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rows");
        assertThatThrownBy(() -> KMeans.fitFrom(TWO_GROUPS, Rows.of(new float[3], 3), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("centres are 1 rows of width 3, must be at least 1 of width 2");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 0, 1, 'clusters: 0, must be at least 1'",
        "1, 0, 1, 0, 1, 'restarts: 0, must be at least 1'",
        "1, 1, 0, 0, 1, 'iterations: 0, must be at least 1'",
        "1, 1, 1, -1, 1, 'tolerance: -1.0, must be 0 or more and finite'",
        "1, 1, 1, 0, 0, 'threads: 0, must be at least 1'"
    })
    void refusesOptionsNamingTheRule(
            int clusters, int restarts, int iterations, double tolerance, int threads, String message) {
        assertThatThrownBy(() -> new KMeansOptions(clusters, restarts, iterations, tolerance, 0, threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Row {@code i} lies within {@code radius} of group {@code i % groups}, whose centre is uniform in [-1, 1]. */
    static Rows groups(int count, int width, int groups, double radius, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] centres = random.doubles((long) groups * width, -1, 1).toArray();
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centres[i / width % groups * width + i % width] + random.nextDouble(-radius, radius));
        }
        return Rows.of(values, width);
    }
}
