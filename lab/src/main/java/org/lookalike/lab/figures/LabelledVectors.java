package org.lookalike.lab.figures;

import java.util.Arrays;
import org.lookalike.latent.matrix.Rows;

/**
 * Vectors with the class of each. Thread-safe; the arrays are shared with whoever handed them in and must not change
 * afterwards.
 */
public final class LabelledVectors {
    private final Rows rows;
    private final int[] labels;
    private final int classes;

    private LabelledVectors(Rows rows, int[] labels, int classes) {
        this.rows = rows;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Vectors with their classes.
     *
     * @param labels the class of each row, 0 to {@code classes - 1}
     * @param classes how many classes there are, at least 1; some may have no rows
     * @throws IllegalArgumentException if labels are not like that
     */
    public static LabelledVectors of(Rows rows, int[] labels, int classes) {
        if (labels.length != rows.count()) {
            throw new IllegalArgumentException("%d labels for %s, must be one for each".formatted(labels.length, rows));
        }
        requireClasses(labels, classes);
        return new LabelledVectors(rows, labels, classes);
    }

    static void requireClasses(int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label %d is class %d, must be 0 to %d".formatted(i, labels[i], classes - 1));
            }
        }
    }

    /** The vectors. */
    public Rows rows() {
        return rows;
    }

    /** The class of each row; not a copy. */
    public int[] labels() {
        return labels;
    }

    /** How many classes there are, at least 1; some may have no rows. */
    public int classes() {
        return classes;
    }

    /** How many rows there are. */
    public int count() {
        return labels.length;
    }

    /** How many rows each class has. */
    public int[] sizes() {
        int[] sizes = new int[classes];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    /** Copies of some rows with their classes, in the order asked for. */
    public LabelledVectors select(int... indices) {
        return new LabelledVectors(
                rows.select(indices), Arrays.stream(indices).map(i -> labels[i]).toArray(), classes);
    }

    /**
     * The same classes with other vectors.
     *
     * @throws IllegalArgumentException if they are not equally many
     */
    public LabelledVectors with(Rows others) {
        return of(others, labels, classes);
    }

    /** Copies of all vectors scaled to length 1, with their classes. */
    public LabelledVectors normalised() {
        return new LabelledVectors(rows.normalised(), labels, classes);
    }

    @Override
    public String toString() {
        return "%s in %d classes".formatted(rows, classes);
    }
}
