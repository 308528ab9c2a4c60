package org.lookalike.latent.novelty;

import org.lookalike.latent.matrix.Vectors;

/**
 * Makes all directions of some vectors vary alike, so that a small change in a direction in which a source hardly ever
 * varies weighs as much as a large one in the direction from one kind of part to another.
 *
 * <p>The covariance, with a part of its mean variance added to its diagonal (few vectors say little about the least
 * directions), is factored as {@code L · Lᵀ}; the vectors become {@code L⁻¹ · v}, whose Euclidean distances are the
 * Mahalanobis distances of the originals.
 */
final class Whitening {
    private static final double RIDGE = 0.1;

    private Whitening() {}

    /** The blocks' vectors, whitened by the covariance of all of them; unchanged where they are all equal. */
    static float[][] of(float[][] blocks, int dimensions) {
        double[][] covariance = covariance(blocks, dimensions);
        double trace = 0;
        for (int d = 0; d < dimensions; d++) {
            trace += covariance[d][d];
        }
        if (trace == 0) {
            return blocks;
        }
        for (int d = 0; d < dimensions; d++) {
            covariance[d][d] += RIDGE * trace / dimensions;
        }
        factor(covariance);
        float[][] whitened = new float[blocks.length][];
        for (int b = 0; b < blocks.length; b++) {
            whitened[b] = blocks[b].clone();
            for (int offset = 0; offset < whitened[b].length; offset += dimensions) {
                solve(covariance, whitened[b], offset);
            }
        }
        return whitened;
    }

    private static double[][] covariance(float[][] blocks, int dimensions) {
        double[] mean = Moments.of(blocks, 0, blocks.length, dimensions).mean();
        double[][] sums = new double[dimensions][dimensions];
        double[] centred = new double[dimensions];
        for (float[] block : blocks) {
            for (int offset = 0; offset < block.length; offset += dimensions) {
                for (int d = 0; d < dimensions; d++) {
                    centred[d] = block[offset + d] - mean[d];
                }
                for (int d = 0; d < dimensions; d++) {
                    for (int e = 0; e <= d; e++) {
                        sums[d][e] += centred[d] * centred[e];
                    }
                }
            }
        }
        long vectors = (long) blocks.length * (blocks[0].length / dimensions);
        for (double[] row : sums) {
            for (int e = 0; e < dimensions; e++) {
                row[e] /= vectors;
            }
        }
        return sums;
    }

    /** Replaces the lower half by the Cholesky factor; the ridge keeps the matrix positive definite. */
    private static void factor(double[][] lower) {
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = lower[i][j] - Vectors.dot(lower[i], lower[j], j);
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
    }

    private static void solve(double[][] lower, float[] vector, int offset) {
        for (int i = 0; i < lower.length; i++) {
            double sum = vector[offset + i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * vector[offset + k];
            }
            vector[offset + i] = (float) (sum / lower[i][i]);
        }
    }
}
