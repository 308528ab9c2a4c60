package org.lookalike.latent.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.lookalike.latent.matrix.Vectors;

/**
 * First centres by k-means++ (Arthur and Vassilvitskii 2007) in its greedy form: each further centre is a row drawn with
 * a chance proportional to its squared distance from the centres so far, and of {@code 2 + ln k} rows drawn that way the
 * one that leaves the smallest sum of squared distances.
 */
final class Seeding {
    /** Below this part of the two norms their difference has no significant digits, and is computed directly. */
    private static final float CANCELLATION = 1e-5f;

    private final Sample sample;
    private final SplittableRandom random;
    /** Squared distance of each row to the nearest centre so far. */
    private float[] distances;

    Seeding(Sample sample, SplittableRandom random) {
        this.sample = sample;
        this.random = random;
        this.distances = new float[sample.count()];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
    }

    /** Rows of the sample, all different: {@code clusters} of them, or as many different ones as there are. */
    int[] choose(int clusters) {
        int[] chosen = new int[clusters];
        int trials = 2 + (int) Math.log(clusters);
        for (int i = 0; i < clusters; i++) {
            int[] candidates = i == 0 ? new int[] {random.nextInt(sample.count())} : draw(trials);
            if (candidates.length == 0) {
                return Arrays.copyOf(chosen, i);
            }
            chosen[i] = best(candidates);
        }
        return chosen;
    }

    /** Draws rows with probabilities proportional to their squared distances; none where every row equals a centre. */
    private int[] draw(int number) {
        double total = sum(distances);
        if (total == 0) {
            return new int[0];
        }
        double[] targets = new double[number];
        for (int i = 0; i < number; i++) {
            targets[i] = random.nextDouble() * total;
        }
        Arrays.sort(targets);
        int[] drawn = new int[number];
        int next = 0;
        double passed = 0;
        int lastPossible = 0;
        for (int row = 0; row < distances.length && next < number; row++) {
            if (distances[row] > 0) {
                lastPossible = row;
                passed += distances[row];
                while (next < number && targets[next] < passed) {
                    drawn[next++] = row;
                }
            }
        }
        // The sum may round to less than the total that targets were drawn from.
        Arrays.fill(drawn, next, number, lastPossible);
        return drawn;
    }

    /** Makes the best candidate a centre. */
    private int best(int[] candidates) {
        int width = sample.width();
        float[] vectors = new float[candidates.length * width];
        for (int c = 0; c < candidates.length; c++) {
            for (int j = 0; j < width; j++) {
                vectors[c * width + j] = sample.rows().values()[candidates[c] * width + j] - sample.mean(j);
            }
        }
        float[][] reduced = new float[candidates.length][sample.count()];
        sample.products()
                .multiply(
                        vectors, candidates.length, (worker, first, count, one) -> false, (first, count, products) -> {
                            for (int i = 0; i < count; i++) {
                                for (int c = 0; c < candidates.length; c++) {
                                    int row = first + i;
                                    reduced[c][row] = Math.min(
                                            distances[row],
                                            distance(row, candidates[c], products[i * candidates.length + c]));
                                }
                            }
                        });
        int best = 0;
        double min = Double.POSITIVE_INFINITY;
        for (int c = 0; c < candidates.length; c++) {
            double sum = sum(reduced[c]);
            if (sum < min) {
                min = sum;
                best = c;
            }
        }
        distances = reduced[best];
        return candidates[best];
    }

    private float distance(int row, int other, float product) {
        float norms = sample.squaredNorm(row) + sample.squaredNorm(other);
        float distance = norms - 2 * product;
        return distance > CANCELLATION * norms ? distance : directly(row, other);
    }

    private float directly(int row, int other) {
        float[] values = sample.rows().values();
        int width = sample.width();
        return (float) Vectors.squaredDistance(values, row * width, values, other * width, width);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
