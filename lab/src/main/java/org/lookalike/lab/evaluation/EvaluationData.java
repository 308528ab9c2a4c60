package org.lookalike.lab.evaluation;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lookalike.lab.figures.LabelledVectors;
import org.lookalike.latent.matrix.Rows;

/**
 * Images with their classes and vectors. Everything is by the number of the image.
 *
 * @param images the images that could be read
 * @param classes the names of the classes
 * @param pixels a row of red, green and blue, 0 to 1, of 32 × 32 pixels for each, or null where not wanted
 * @param features the encoder's for each, or null where not wanted
 * @param leftOut images that could not be read
 */
public record EvaluationData(
        List<LabelledImage> images,
        List<String> classes,
        @Nullable Rows pixels,
        @Nullable Rows features,
        List<LeftOut> leftOut) {
    public EvaluationData {
        images = List.copyOf(images);
        classes = List.copyOf(classes);
        leftOut = List.copyOf(leftOut);
    }

    static EvaluationData of(
            List<LabelledImage> images, List<String> classes, List<float[]> pixels, List<float[]> features) {
        return new EvaluationData(images, classes, rows(pixels), rows(features), List.of());
    }

    EvaluationData without(List<LeftOut> others) {
        return new EvaluationData(images, classes, pixels, features, others);
    }

    private static @Nullable Rows rows(List<float[]> vectors) {
        return vectors.isEmpty() ? null : Rows.copyOf(vectors);
    }

    /** The classes to evaluate: those chosen, in that order, or all there are, sorted. */
    public static List<String> classes(List<LabelledImage> images, Selection selection) {
        TreeSet<String> found = new TreeSet<>();
        images.forEach(image -> found.add(image.label()));
        return selection.classes().isEmpty() ? List.copyOf(found) : selection.classes();
    }

    /** The class of each image. */
    public int[] labels() {
        return images.stream().mapToInt(image -> classes.indexOf(image.label())).toArray();
    }

    /** The group of each image. */
    public String[] groups() {
        return images.stream().map(LabelledImage::group).toArray(String[]::new);
    }

    /** The vectors that a representation starts from. */
    LabelledVectors sample(Representation.Base base) {
        Rows rows = base == Representation.Base.PIXELS ? pixels : features;
        if (rows == null) {
            throw new IllegalStateException("no %s were made".formatted(base));
        }
        return LabelledVectors.of(rows, labels(), classes.size());
    }
}
