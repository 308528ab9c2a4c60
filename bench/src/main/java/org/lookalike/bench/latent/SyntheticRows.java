package org.lookalike.bench.latent;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * Rows as encoders make them: groups with centres of their own, a spectrum that decays by a power of the index, no
 * direction along an axis, a mean that is not 0. One seed, one sample.
 */
final class SyntheticRows {
    /** Standard deviations fall as {@code index^-0.75}: 256 of 2,048 directions hold about 95 % of the variance. */
    private static final double DECAY = -.75;

    private static final int REFLECTIONS = 16;

    private SyntheticRows() {}

    /**
     * Generates rows.
     *
     * @param groups how many groups, to which rows belong in turn
     * @param apart how far group centres scatter, in units of the scatter within a group
     */
    static Rows of(int count, int width, int groups, double apart, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scale = IntStream.range(0, width)
                .mapToDouble(j -> Math.pow(j + 1, DECAY))
                .toArray();
        double[][] centres = gaussian(random, groups, width);
        double[][] mirrors = gaussian(random, REFLECTIONS, width);
        for (double[] mirror : mirrors) {
            double length = Vectors.norm(mirror);
            for (int j = 0; j < width; j++) {
                mirror[j] /= length;
            }
        }
        float[] values = new float[Math.multiplyExact(count, width)];
        SplittableRandom[] ofRow =
                IntStream.range(0, count).mapToObj(i -> random.split()).toArray(SplittableRandom[]::new);
        IntStream.range(0, count).parallel().forEach(i -> {
            double[] row = gaussian(ofRow[i], 1, width)[0];
            for (int j = 0; j < width; j++) {
                row[j] = scale[j] * (row[j] + apart * centres[i % groups][j]);
            }
            for (double[] mirror : mirrors) {
                Vectors.addScaled(-2 * Vectors.dot(row, mirror), mirror, row);
            }
            for (int j = 0; j < width; j++) {
                values[i * width + j] = (float) (row[j] + .5);
            }
        });
        return Rows.of(values, width);
    }

    private static double[][] gaussian(SplittableRandom random, int count, int width) {
        double[][] rows = new double[count][width];
        for (double[] row : rows) {
            for (int j = 0; j < width; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return rows;
    }
}
