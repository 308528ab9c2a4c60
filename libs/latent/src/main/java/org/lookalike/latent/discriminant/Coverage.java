package org.lookalike.latent.discriminant;

import java.util.Arrays;
import org.lookalike.latent.matrix.ColumnMajorRows;
import org.lookalike.latent.matrix.Rows;

/**
 * Whether a sample consists of the labelled classes alone, or of others too.
 *
 * <p>Each row is as typical of a class as the share of the class's own rows that lie no nearer to their fellows than it
 * does (a conformal p-value, after Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World), and typical at all
 * by the class that it fits best. Where the sample holds the labelled classes alone, its rows are as typical as labelled
 * rows that are compared with the others.
 */
final class Coverage {
    /** How many of a class's nearest rows its nearness is averaged over. */
    private static final int NEAREST = 3;

    /** Rows of the sample to compare at most: more add nothing. */
    private static final int MAX_ROWS = 2_000;

    /** The most strangeness, with its uncertainty, of a sample that is covered. */
    private static final double MAX_STRANGENESS = 0.6;

    /** The cosine of a labelled row and itself, which the sample may hold too. */
    private static final float SAME = 0.999999f;

    /** Smaller classes do not show what is typical of them. */
    private static final int MIN_CLASS_ROWS = 8;

    private final double strangeness;
    private final double error;
    private final boolean known;

    private Coverage(double strangeness, double error, boolean known) {
        this.strangeness = strangeness;
        this.error = error;
        this.known = known;
    }

    /**
     * @param sample of length 1
     * @param labelled of length 1
     * @param classes how many classes the labels count
     */
    static Coverage of(Rows sample, Rows labelled, int[] labels, int classes) {
        ColumnMajorRows columns = ColumnMajorRows.copyOf(labelled);
        float[][] near = new float[labelled.count()][];
        float[][] own = new float[classes][];
        int[] sizes = new int[classes];
        for (int label : labels) {
            sizes[label]++;
        }
        for (int c = 0; c < classes; c++) {
            own[c] = new float[sizes[c]];
        }
        for (int i = 0; i < near.length; i++) {
            near[i] = nearness(columns.multiply(labelled.row(i)), labels, classes, i);
            own[labels[i]][--sizes[labels[i]]] = near[i][labels[i]];
        }
        for (float[] values : own) {
            Arrays.sort(values);
        }
        double[] known = new double[near.length];
        for (int i = 0; i < near.length; i++) {
            known[i] = typicality(near[i], own);
        }
        int count = Math.min(sample.count(), MAX_ROWS);
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * sample.count() / count);
            all[i] = typicality(nearness(columns.multiply(sample.row(row)), labels, classes, -1), own);
        }
        return new Coverage(
                shareBelow(all, known),
                Math.sqrt(1 / (12.0 * known.length) + 1 / (12.0 * count)),
                Arrays.stream(own).allMatch(values -> values.length >= MIN_CLASS_ROWS));
    }

    /** The probability that a row of the sample is less typical than a labelled one, ties half. */
    double strangeness() {
        return strangeness;
    }

    /** Only where that is certain: with few labels it never is. */
    boolean isWhole() {
        return known && strangeness + error <= MAX_STRANGENESS;
    }

    /** How near a row is to each class: of its cosines with the labelled rows, the mean of the class's largest. */
    private static float[] nearness(float[] cosines, int[] labels, int classes, int itself) {
        float[][] best = new float[classes][NEAREST];
        int[] found = new int[classes];
        for (int other = 0; other < cosines.length; other++) {
            if (other == itself) {
                continue;
            }
            float cosine = cosines[other];
            // A row of the sample may be labelled, and would be its own neighbour.
            if (itself < 0 && cosine > SAME) {
                continue;
            }
            float[] list = best[labels[other]];
            int place = Math.min(found[labels[other]]++, NEAREST);
            while (place > 0 && list[place - 1] < cosine) {
                if (place < NEAREST) {
                    list[place] = list[place - 1];
                }
                place--;
            }
            if (place < NEAREST) {
                list[place] = cosine;
            }
        }
        float[] near = new float[classes];
        for (int c = 0; c < classes; c++) {
            int number = Math.min(found[c], NEAREST);
            for (int i = 0; i < number; i++) {
                near[c] += best[c][i] / number;
            }
        }
        return near;
    }

    private static double typicality(float[] near, float[][] own) {
        double max = 0;
        for (int c = 0; c < own.length; c++) {
            int below = 0;
            while (below < own[c].length && own[c][below] <= near[c]) {
                below++;
            }
            max = Math.max(max, (below + 0.5) / (own[c].length + 1));
        }
        return max;
    }

    private static double shareBelow(double[] some, double[] others) {
        double share = 0;
        for (double one : some) {
            for (double other : others) {
                share += one < other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return share / some.length / others.length;
    }
}
