package org.lookalike.latent.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class NeighbourOverlapTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(NeighbourOverlapTest.class);

    @Test
    void aSpaceAgreesWithItselfWhateverTheScale() {
        float[][] rows = gaussian(300, 33, 1);
        assertThat(NeighbourOverlap.at10(rows, scaled(rows), 300)).isEqualTo(new NeighbourOverlap(1, 300, 10));
    }

    @Test
    void agreesWithCountingOneByOne() {
        // More rows than one block, and dimensions that are no multiple of four.
        float[][] first = gaussian(1100, 13, 2);
        float[][] second =
                Arrays.stream(first).map(row -> Arrays.copyOf(row, 7)).toArray(float[][]::new);
        NeighbourOverlap overlap = NeighbourOverlap.at10(first, second, 1100);
        double wanted = IntStream.range(0, 1100)
                .mapToLong(query -> {
                    List<Integer> other = nearest(second, query);
                    return nearest(first, query).stream()
                            .filter(other::contains)
                            .count();
                })
                .average()
                .orElseThrow();
        assertThat(overlap.mean()).isCloseTo(wanted / 10, within(2e-4)).isBetween(0.05, 0.9);
    }

    @Test
    void unrelatedSpacesAgreeByChanceOnly() {
        NeighbourOverlap overlap = NeighbourOverlap.at10(gaussian(500, 16, 3), gaussian(500, 24, 4), 500);
        assertThat(overlap.mean()).isCloseTo(10.0 / 499, within(0.01));
    }

    @Test
    void asksNoMoreThanItWasTold() {
        float[][] rows = gaussian(200, 8, 5);
        assertThat(NeighbourOverlap.at10(rows, rows, 7)).isEqualTo(new NeighbourOverlap(1, 7, 10));
        assertThat(NeighbourOverlap.at10(rows, rows, 1000)).isEqualTo(new NeighbourOverlap(1, 200, 10));
    }

    @Test
    void fewRowsHaveFewNeighbours() {
        float[][] rows = gaussian(4, 8, 6);
        assertThat(NeighbourOverlap.at10(rows, rows, 10)).isEqualTo(new NeighbourOverlap(1, 4, 3));
    }

    @Test
    void rowsOfZerosAreNearToNothing() {
        float[][] rows = gaussian(30, 8, 7);
        rows[4] = new float[8];
        assertThat(NeighbourOverlap.at10(rows, scaled(rows), 30).mean()).isEqualTo(1);
    }

    @Test
    void refusesRowsThatDoNotBelongTogether() {
        assertThatThrownBy(() -> NeighbourOverlap.at10(gaussian(5, 4, 1), gaussian(6, 4, 1), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 and 6 rows");
        assertThatThrownBy(() -> NeighbourOverlap.at10(new float[][] {{1, 2}, {1}}, gaussian(2, 2, 1), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vector 1 has width 1, the first one 2");
    }

    @Test
    void twoThousandRowsAreQuick() {
        float[][] rows = gaussian(2000, 256, 8);
        float[][] others =
                Arrays.stream(rows).map(row -> Arrays.copyOf(row, 255)).toArray(float[][]::new);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = processTime();
            assertThat(NeighbourOverlap.at10(rows, others, 2000).mean()).isGreaterThan(0.8);
            best = Math.min(best, processTime() - start);
        }
        LOGGER.atInfo().addKeyValue("cpuMilliseconds", best / 1_000_000).log("neighbours.timed");
        // Of processor time, for the machine may be shared; generous, for so may be the core.
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(3));
    }

    /** Of all threads: the work is not done on this one. */
    private static long processTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static List<Integer> nearest(float[][] rows, int query) {
        double[] cosines =
                Arrays.stream(rows).mapToDouble(row -> cosine(row, rows[query])).toArray();
        return IntStream.range(0, rows.length)
                .filter(row -> row != query)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -cosines[row]))
                .limit(10)
                .toList();
    }

    private static double cosine(float[] one, float[] other) {
        double dot = 0;
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            dot += one[i] * other[i];
            squares += one[i] * one[i];
        }
        return dot / Math.sqrt(squares);
    }

    private static float[][] scaled(float[][] rows) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> {
                    float[] row = rows[i].clone();
                    for (int d = 0; d < row.length; d++) {
                        row[d] *= 1 << (i % 5);
                    }
                    return row;
                })
                .toArray(float[][]::new);
    }

    private static float[][] gaussian(int rows, int dimensions, long seed) {
        Random random = new Random(seed);
        float[][] vectors = new float[rows][dimensions];
        for (float[] vector : vectors) {
            for (int d = 0; d < dimensions; d++) {
                vector[d] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }
}
