package org.lookalike.latent.novelty;

import java.util.Arrays;
import org.lookalike.latent.matrix.Vectors;

/**
 * The two-sample energy test on blocks of vectors, calibrated by permuting the blocks.
 *
 * <p>The energy distance {@code 2E|X − Y| − E|X − X′| − E|Y − Y′|} is 0 exactly where both distributions are the same,
 * so it sees a change of the mean as well as of the spread or the mixture (Székely and Rizzo, Energy statistics, Journal
 * of Statistical Planning and Inference 143, 2013). Blocks move as wholes, because vectors in a row depend on each
 * other. All distances are computed once, summed by pairs of blocks; a permutation only adds those up.
 */
final class EnergyTest {
    private final double[][] sums;
    private final double[] rowTotals;
    private final int recent;
    private final int block;
    private final double total;

    /**
     * A test of the recent blocks against the others.
     *
     * @param blocks each block's vectors one after the other; the recent blocks first
     * @param recent how many of the blocks are recent
     */
    EnergyTest(float[][] blocks, int recent, int dimensions) {
        this.recent = recent;
        this.block = blocks[0].length / dimensions;
        sums = new double[blocks.length][blocks.length];
        rowTotals = new double[blocks.length];
        for (int i = 0; i < blocks.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = distances(blocks[i], blocks[j], dimensions);
                sums[i][j] = sum;
                sums[j][i] = sum;
                rowTotals[i] += sum;
                rowTotals[j] += i == j ? 0 : sum;
            }
        }
        total = Arrays.stream(rowTotals).sum();
    }

    private static double distances(float[] one, float[] other, int dimensions) {
        double sum = 0;
        for (int i = 0; i < one.length; i += dimensions) {
            for (int j = 0; j < other.length; j += dimensions) {
                sum += Math.sqrt(Vectors.squaredDistance(one, i, other, j, dimensions));
            }
        }
        return sum;
    }

    /** The energy distance of the recent blocks from the others, 0 or more. */
    double statistic() {
        return Math.max(0, statistic(identity()));
    }

    /**
     * How often a random choice of blocks is as far from the others: {@code (1 + those as far) / (1 + permutations)},
     * the choice as it is being one of those counted.
     */
    double pValue(int permutations, long seed) {
        double observed = statistic(identity());
        // As far but for rounding: where all vectors are equal, all choices are as far.
        double asFar = observed - 1e-9 * total / ((double) sums.length * sums.length * block * block);
        int[] order = identity();
        long draw = CounterHash.mix(seed);
        int extreme = 0;
        for (int permutation = 0; permutation < permutations; permutation++) {
            for (int i = 0; i < recent; i++) {
                int other = i + CounterHash.below(order.length - i, draw++);
                int moved = order[i];
                order[i] = order[other];
                order[other] = moved;
            }
            extreme += statistic(order) >= asFar ? 1 : 0;
        }
        return (1.0 + extreme) / (1.0 + permutations);
    }

    /** With the first blocks of an order taken as the recent ones. */
    private double statistic(int[] order) {
        double within = 0;
        double toAll = 0;
        for (int i = 0; i < recent; i++) {
            double[] row = sums[order[i]];
            for (int j = 0; j < recent; j++) {
                within += row[order[j]];
            }
            toAll += rowTotals[order[i]];
        }
        double across = toAll - within;
        double withinOthers = total - within - 2 * across;
        double recentVectors = (double) recent * block;
        double otherVectors = (double) (sums.length - recent) * block;
        return 2 * across / (recentVectors * otherVectors)
                - within / (recentVectors * recentVectors)
                - withinOthers / (otherVectors * otherVectors);
    }

    private int[] identity() {
        int[] order = new int[sums.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }
}
