package org.lookalike.latent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;

class NearestCentresTest {
    private static final int ROUNDS = 15;

    @ParameterizedTest
    @CsvSource({
        "20, 17, .3, 0",
        "20, 17, .01, 0",
        "7, 60, .05, 0",
        "300, 40, .02, 0",
        "20, 17, .01, 1000",
        "1, 1, .1, 0"
    })
    void findsWhatComparingAllFindsHoweverCentresMove(int width, int clusters, double step, double offset) {
        float[] values = KMeansTest.groups(1500, width, 40, .7, 2).values();
        for (int j = 0; j < values.length; j++) {
            values[j] += (float) offset;
        }
        Rows rows = Rows.of(values, width);
        SplittableRandom random = new SplittableRandom(5);
        double[] centres =
                random.doubles((long) clusters * width, offset - 1, offset + 1).toArray();
        int[] found = new int[rows.count()];
        KMeansOptions options = KMeansOptions.ofClusters(clusters).withThreads(2);

        KMeans.onSample(rows, options, sample -> {
            NearestCentres nearest = new NearestCentres(sample, clusters);
            for (int round = 0; round < ROUNDS; round++) {
                nearest.find(centres, found);
                for (int row = 0; row < rows.count(); row++) {
                    double min = Double.POSITIVE_INFINITY;
                    for (int c = 0; c < clusters; c++) {
                        min = Math.min(min, distance(rows, row, centres, c));
                    }
                    assertThat(distance(rows, row, centres, found[row]))
                            .as("row %d in round %d", row, round)
                            .isCloseTo(min, within(2e-6 * min));
                }
                move(centres, step, random);
                nearest.reassign(random.nextInt(rows.count()), random.nextInt(clusters));
            }
            return found;
        });
    }

    /** Some stay, some jump, and most move a little. */
    private static void move(double[] centres, double step, SplittableRandom random) {
        for (int j = 0; j < centres.length; j++) {
            int kind = random.nextInt(10);
            centres[j] += kind == 0 ? 0 : (kind == 1 ? 4 : 1) * random.nextDouble(-step, step);
        }
    }

    private static double distance(Rows rows, int row, double[] centres, int cluster) {
        int width = rows.width();
        double square = 0;
        for (int j = 0; j < width; j++) {
            double difference = rows.values()[row * width + j] - centres[cluster * width + j];
            square += difference * difference;
        }
        return Math.sqrt(square);
    }
}
