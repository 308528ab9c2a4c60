package org.lookalike.latent.recognition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.ColumnMajorRows;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * Templates: labelled images by which their classes are recognised. One image is enough for a class.
 *
 * <p>How well an image fits a class is a number from -1 to 1,
 *
 * <pre>
 *   score = (cosine with the nearest template of the class + ½ · cosine with the mean of its templates) / 1½
 * </pre>
 *
 * <p>The nearest template alone tells classes apart as well, but a stranger finds one template among many that happens
 * to resemble it more easily than it resembles the mean. With one template both are the same, and the score is the
 * cosine.
 *
 * <p>Vectors count by their direction and are copied. Immutable, safe for use by many threads.
 */
public final class Gallery {
    private static final double MEAN_WEIGHT = 0.5;
    /** Of templates' own length 1: a mean shorter than this points anywhere. */
    private static final double MIN_LENGTH = 1e-6;

    private final int width;
    private final Rows templates;
    private final ColumnMajorRows columns;
    private final int[] classOf;
    private final int[] sizes;
    private final List<String> classes;
    /** The sum of each class's templates. */
    private final double[][] sums;

    private Gallery(Rows templates, int[] classOf, List<String> classes) {
        this.width = templates.width();
        this.templates = templates;
        this.classOf = classOf;
        this.classes = classes;
        this.sizes = new int[classes.size()];
        this.columns = ColumnMajorRows.copyOf(templates);
        this.sums = new double[classes.size()][width];
        for (int template = 0; template < classOf.length; template++) {
            sizes[classOf[template]]++;
            Vectors.addScaled(1, templates.values(), template * width, sums[classOf[template]]);
        }
    }

    /**
     * Enrols images.
     *
     * @param vectors at least 1, finite, none all zeros
     * @param labels the class of each vector, not empty
     * @throws IllegalArgumentException if they are not like that or not equally many
     */
    public static Gallery of(Rows vectors, List<String> labels) {
        if (vectors.count() == 0 || vectors.count() != labels.size()) {
            throw new IllegalArgumentException("%d vectors with %d labels, must be equally many and at least 1"
                    .formatted(vectors.count(), labels.size()));
        }
        TreeMap<String, Integer> numbers = new TreeMap<>();
        for (String label : labels) {
            if (label.isEmpty()) {
                throw new IllegalArgumentException("a label of the gallery is empty");
            }
            numbers.put(label, 0);
        }
        List<String> classes = List.copyOf(numbers.keySet());
        for (int number = 0; number < classes.size(); number++) {
            numbers.put(classes.get(number), number);
        }
        int[] classOf = labels.stream()
                .mapToInt(label -> Objects.requireNonNull(numbers.get(label)))
                .toArray();
        return new Gallery(directions(vectors), classOf, classes);
    }

    /** How many images are enrolled, at least 1. */
    public int templates() {
        return classOf.length;
    }

    /** The classes' labels, ascending, at least 1. */
    public List<String> classes() {
        return classes;
    }

    /** How many templates each class has, in the order of {@link #classes}. A copy. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** Numbers in a vector. */
    public int width() {
        return width;
    }

    /** Which class a template is of: its place in {@link #classes}. */
    int classOf(int template) {
        return classOf[template];
    }

    /** The places of a class's templates, ascending. */
    private int[] templatesOf(int number) {
        int[] places = new int[sizes[number]];
        int found = 0;
        for (int template = 0; template < classOf.length; template++) {
            if (classOf[template] == number) {
                places[found++] = template;
            }
        }
        return places;
    }

    /** How an image fits the classes. */
    Fit fit(float[] vector) {
        if (vector.length != width) {
            throw new IllegalArgumentException("vector of width %d, must be %d".formatted(vector.length, width));
        }
        float[] direction = directions(Rows.of(vector.clone(), width)).values();
        return fit(direction, columns.multiply(direction), -1, -1);
    }

    /** How a template would fit if it or its class were not enrolled. */
    HeldOut heldOut(int template) {
        float[] direction = templates.row(template);
        float[] cosines = columns.multiply(direction);
        return new HeldOut(fit(direction, cosines, template, -1), fit(direction, cosines, -1, classOf[template]));
    }

    private Fit fit(float[] direction, float[] cosines, int leftOut, int leftOutClass) {
        int[] nearest = new int[sizes.length];
        Arrays.fill(nearest, -1);
        for (int template = 0; template < cosines.length; template++) {
            int number = classOf[template];
            if (template != leftOut
                    && number != leftOutClass
                    && (nearest[number] < 0 || cosines[template] > cosines[nearest[number]])) {
                nearest[number] = template;
            }
        }
        Fit best = Fit.NONE;
        for (int number = 0; number < nearest.length; number++) {
            if (nearest[number] >= 0) {
                double mean = cosineWithMean(direction, number, leftOut >= 0 && classOf[leftOut] == number);
                double score = (cosines[nearest[number]] + MEAN_WEIGHT * mean) / (1 + MEAN_WEIGHT);
                best = best.with(number, Math.max(-1, Math.min(1, score)), nearest[number]);
            }
        }
        return best;
    }

    /** With the mean of a class's templates; the image itself, being one of them, can be left out. */
    private double cosineWithMean(float[] direction, int number, boolean withoutItself) {
        double[] sum = sums[number];
        if (withoutItself) {
            sum = sum.clone();
            Vectors.addScaled(-1, direction, 0, sum);
        }
        double length = Vectors.norm(sum);
        return length > MIN_LENGTH ? Vectors.dot(direction, 0, sum) / length : 0;
    }

    private static Rows directions(Rows vectors) {
        for (int row = 0; row < vectors.count(); row++) {
            double square = Vectors.squaredNorm(vectors.values(), row * vectors.width(), vectors.width());
            if (!(square > 0 && square < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "vector %d has length %s, must be finite and more than 0".formatted(row, Math.sqrt(square)));
            }
        }
        return vectors.normalised();
    }

    /**
     * A template's fits.
     *
     * @param alone where the template alone is left out
     * @param withClass where all templates of its class are
     */
    record HeldOut(Fit alone, Fit withClass) {}

    /**
     * The best class and the second best.
     *
     * @param best its place among the classes, -1 where no class is left
     * @param score the best's
     * @param nearest the best's template that is nearest, -1 where no class is left
     * @param second its place, -1 where there is none
     * @param secondScore the second's, -1 where there is none
     */
    record Fit(int best, double score, int nearest, int second, double secondScore) {
        static final Fit NONE = new Fit(-1, -1, -1, -1, -1);

        Fit with(int number, double other, int template) {
            if (best < 0 || other > score) {
                return new Fit(number, other, template, best, score);
            }
            return second < 0 || other > secondScore ? new Fit(best, score, nearest, number, other) : this;
        }
    }

    /** Templates of all classes in turn, at most so many: the first of each class, then the second of each, and so on. */
    List<Integer> spread(int max) {
        List<int[]> places =
                IntStream.range(0, sizes.length).mapToObj(this::templatesOf).toList();
        List<Integer> taken = new ArrayList<>();
        for (int round = 0; taken.size() < Math.min(max, classOf.length); round++) {
            for (int[] own : places) {
                if (round < own.length && taken.size() < max) {
                    taken.add(own[round]);
                }
            }
        }
        return taken;
    }
}
