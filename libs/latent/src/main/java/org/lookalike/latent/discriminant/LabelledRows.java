package org.lookalike.latent.discriminant;

import java.util.Arrays;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/** Rows with their classes, checked, and the mean of each class in double precision. */
final class LabelledRows {
    private final Rows rows;
    private final int[] labels;
    private final int[] sizes;
    private final double[][] means;

    LabelledRows(Rows rows, int[] labels) {
        if (labels.length != rows.count()) {
            throw new IllegalArgumentException("%d labels for %s, must be one for each".formatted(labels.length, rows));
        }
        this.rows = rows;
        this.labels = labels;
        this.sizes = sizes(labels);
        this.means = new double[sizes.length][rows.width()];
        for (int i = 0; i < labels.length; i++) {
            Vectors.addScaled(1.0 / sizes[labels[i]], rows.values(), i * rows.width(), means[labels[i]]);
        }
    }

    private static int[] sizes(int[] labels) {
        int min = Arrays.stream(labels).min().orElse(0);
        int max = Arrays.stream(labels).max().orElse(0);
        if (min < 0 || max >= labels.length) {
            throw new IllegalArgumentException(
                    "labels from %d to %d, must be classes counted from 0, each with rows".formatted(min, max));
        }
        int[] sizes = new int[max + 1];
        for (int label : labels) {
            sizes[label]++;
        }
        for (int c = 0; c < sizes.length; c++) {
            if (sizes[c] == 0) {
                throw new IllegalArgumentException("class %d of %d has no rows, must have 1".formatted(c, max + 1));
            }
        }
        if (sizes.length < 2 || labels.length == sizes.length) {
            throw new IllegalArgumentException("%d rows in %d classes, must be at least 2 classes and one with 2 rows"
                    .formatted(labels.length, sizes.length));
        }
        return sizes;
    }

    Rows rows() {
        return rows;
    }

    int classes() {
        return sizes.length;
    }

    double share(int label) {
        return (double) sizes[label] / labels.length;
    }

    double[] mean(int label) {
        return means[label];
    }

    /** Some rows less the mean of their class, row after row. */
    void within(int first, int count, double[] result) {
        int width = rows.width();
        for (int i = 0; i < count; i++) {
            double[] mean = means[labels[first + i]];
            int from = (first + i) * width;
            for (int j = 0; j < width; j++) {
                result[i * width + j] = rows.values()[from + j] - mean[j];
            }
        }
    }
}
