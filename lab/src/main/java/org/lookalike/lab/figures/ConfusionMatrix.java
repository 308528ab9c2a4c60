package org.lookalike.lab.figures;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often items of each class were predicted to be of each class. Immutable.
 *
 * <p>With {@code n(t, p)} items of class t predicted as p, for a class c,
 *
 * <pre>
 *   precision(c) = n(c, c) / Σ n(t, c) over t      of what was predicted as c, the share that is c
 *   recall(c)    = n(c, c) / Σ n(c, p) over p      of what is c, the share predicted as c
 *   F1(c)        = 2 · precision · recall / (precision + recall)
 *   accuracy     = Σ n(c, c) / Σ n
 * </pre>
 *
 * <p>(Sokolova and Lapalme, A systematic analysis of performance measures for classification tasks, 2009.) What would be
 * divided by 0 is 0: a class that was never predicted has precision 0, one of which there is nothing has recall 0. Means
 * over classes weigh each class alike, whatever its size, and leave out classes that neither occur nor were ever predicted.
 */
public final class ConfusionMatrix {
    private final long[][] counts;

    private ConfusionMatrix(long[][] counts) {
        this.counts = counts;
    }

    /**
     * Counts predictions by true class.
     *
     * @param truth the class of each thing, 0 to {@code classes - 1}
     * @param named the class that each was given
     * @throws IllegalArgumentException if they are not equally many, or not such classes
     */
    public static ConfusionMatrix of(int[] truth, int[] named, int classes) {
        if (truth.length != named.length) {
            throw new IllegalArgumentException(
                    "%d classes and %d answers, must be equally many".formatted(truth.length, named.length));
        }
        LabelledVectors.requireClasses(truth, classes);
        LabelledVectors.requireClasses(named, classes);
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][named[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    /**
     * The counts of both together.
     *
     * @throws IllegalArgumentException if they do not have equally many classes
     */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        if (other.classes() != classes()) {
            throw new IllegalArgumentException(
                    "%d classes and %d, must be equally many".formatted(classes(), other.classes()));
        }
        long[][] sums = new long[classes()][classes()];
        for (int t = 0; t < sums.length; t++) {
            for (int p = 0; p < sums.length; p++) {
                sums[t][p] = counts[t][p] + other.counts[t][p];
            }
        }
        return new ConfusionMatrix(sums);
    }

    /** How many classes there are. */
    public int classes() {
        return counts.length;
    }

    /** How many items of class {@code truth} were predicted as {@code named}. */
    public long count(int truth, int named) {
        return counts[truth][named];
    }

    /** How many items of a class there are. */
    public long support(int label) {
        return IntStream.range(0, classes()).mapToLong(p -> counts[label][p]).sum();
    }

    /** How many items were predicted as a class. */
    public long named(int label) {
        return IntStream.range(0, classes()).mapToLong(t -> counts[t][label]).sum();
    }

    /** The share of items predicted as a class that are of it, 0 to 1; 0 where none were. */
    public double precision(int label) {
        return share(counts[label][label], named(label));
    }

    /** The share of items of a class that were predicted as it, 0 to 1; 0 where there are none. */
    public double recall(int label) {
        return share(counts[label][label], support(label));
    }

    /** The harmonic mean of precision and recall, 0 to 1; 0 where both are. */
    public double f1(int label) {
        return share(2 * counts[label][label], named(label) + support(label));
    }

    /** The share of correct predictions, 0 to 1; 0 where there are none. */
    public double accuracy() {
        long right = IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum();
        return share(
                right, IntStream.range(0, classes()).mapToLong(this::support).sum());
    }

    /** The mean precision of the classes. */
    public double meanPrecision() {
        return mean(this::precision);
    }

    /** The mean recall of the classes, also called balanced accuracy. */
    public double meanRecall() {
        return mean(this::recall);
    }

    /** The mean F1 of the classes. */
    public double meanF1() {
        return mean(this::f1);
    }

    private double mean(IntToDoubleFunction figure) {
        return IntStream.range(0, classes())
                .filter(c -> support(c) > 0 || named(c) > 0)
                .mapToDouble(figure)
                .average()
                .orElse(0);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
