package org.lookalike.latent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.neighbours.Neighbours;

/** Against the definition: every pair, in double precision. */
class ForcesTest {
    private static final float EXAGGERATION = 1;

    @ParameterizedTest
    @CsvSource({
        "700, 0, 20, 1e-4, 1e-6",
        "700, 0, 1e-4, 1e-4, 1e-6",
        "63, 0.8, 5, 2e-2, 1e-3",
        "1500, 0.8, 0.1, 2e-2, 1e-3",
        "1500, 0.8, 40, 2e-2, 1e-3",
        "1500, 0.4, 40, 5e-3, 2e-4"
    })
    void agreeWithTheDefinition(int count, double theta, double extent, double error, double divergenceError) {
        Rows rows = GroupedTestRows.of(count, 8, 6, 3, 4);
        SplittableRandom random = new SplittableRandom(5);
        float[] x = new float[count];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            // In groups, as on a map.
            x[i] = (float) (extent * (i % 6 + 0.3 * random.nextGaussian()));
            y[i] = (float) (extent * (i % 3 + 0.3 * random.nextGaussian()));
        }
        try (Workers workers = new Workers(2)) {
            Neighbours neighbours = NeighbourSearch.in(rows, Metric.EUCLIDEAN).nearestOthers(15, 2);
            Affinities affinities = Affinities.of(neighbours, Affinities.weights(neighbours, 5, workers), workers);
            Forces forces = new Forces(affinities, x, y, theta, workers);
            forces.compute(true);

            Exact exact = Exact.of(affinities, x, y);

            double difference = 0;
            double length = 0;
            for (int i = 0; i < count; i++) {
                double dx = forces.gradientX(i, EXAGGERATION, forces.overSum()) - exact.gradientX()[i];
                double dy = forces.gradientY(i, EXAGGERATION, forces.overSum()) - exact.gradientY()[i];
                difference += dx * dx + dy * dy;
                length += Math.pow(exact.gradientX()[i], 2) + Math.pow(exact.gradientY()[i], 2);
            }
            assertThat(Math.sqrt(difference / length)).isLessThan(error);
            assertThat(forces.divergence()).isCloseTo(exact.divergence(), within(divergenceError));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Exact(double[] gradientX, double[] gradientY, double divergence) {
        static Exact of(Affinities affinities, float[] x, float[] y) {
            int count = x.length;
            double sum = 0;
            double[] pushX = new double[count];
            double[] pushY = new double[count];
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < count; j++) {
                    double dx = (double) x[i] - x[j];
                    double dy = (double) y[i] - y[j];
                    double near = 1 / (1 + dx * dx + dy * dy);
                    sum += i == j ? 0 : near;
                    pushX[i] += near * near * dx;
                    pushY[i] += near * near * dy;
                }
            }
            double divergence = 0;
            double[] gradientX = new double[count];
            double[] gradientY = new double[count];
            for (int i = 0; i < count; i++) {
                gradientX[i] = -pushX[i] / sum;
                gradientY[i] = -pushY[i] / sum;
                for (int e = affinities.starts()[i]; e < affinities.starts()[i + 1]; e++) {
                    double dx = (double) x[i] - x[affinities.columns()[e]];
                    double dy = (double) y[i] - y[affinities.columns()[e]];
                    double near = 1 / (1 + dx * dx + dy * dy);
                    double affinity = affinities.values()[e];
                    gradientX[i] += affinity * near * dx;
                    gradientY[i] += affinity * near * dy;
                    divergence += affinity * Math.log(Math.max(affinity, Double.MIN_NORMAL) / (near / sum));
                }
            }
            return new Exact(gradientX, gradientY, divergence);
        }
    }
}
