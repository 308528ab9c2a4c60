package org.lookalike.standalone.evaluation;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.evaluation.LabelledSample;
import org.lookalike.latent.matrix.Rows;

/**
 * Pictures with their classes and vectors. Everything is by the number of the picture.
 *
 * @param pictures the pictures that could be read
 * @param classes the names of the classes
 * @param pixels a row of red, green and blue, 0 to 1, of 32 × 32 pixels for each, or null where not wanted
 * @param features the encoder's for each, or null where not wanted
 * @param leftOut pictures that could not be read
 */
public record EvaluationData(
        List<LabelledPicture> pictures,
        List<String> classes,
        @Nullable Rows pixels,
        @Nullable Rows features,
        List<LeftOut> leftOut) {
    public EvaluationData {
        pictures = List.copyOf(pictures);
        classes = List.copyOf(classes);
        leftOut = List.copyOf(leftOut);
    }

    static EvaluationData of(
            List<LabelledPicture> pictures, List<String> classes, List<float[]> pixels, List<float[]> features) {
        return new EvaluationData(pictures, classes, rows(pixels), rows(features), List.of());
    }

    EvaluationData without(List<LeftOut> others) {
        return new EvaluationData(pictures, classes, pixels, features, others);
    }

    private static @Nullable Rows rows(List<float[]> vectors) {
        return vectors.isEmpty() ? null : Rows.copyOf(vectors);
    }

    /** The classes to evaluate: those chosen, in that order, or all there are, sorted. */
    public static List<String> classes(List<LabelledPicture> pictures, Selection selection) {
        TreeSet<String> found = new TreeSet<>();
        pictures.forEach(picture -> found.add(picture.label()));
        return selection.classes().isEmpty() ? List.copyOf(found) : selection.classes();
    }

    /** The class of each picture. */
    public int[] labels() {
        return pictures.stream()
                .mapToInt(picture -> classes.indexOf(picture.label()))
                .toArray();
    }

    /** The group of each picture. */
    public String[] groups() {
        return pictures.stream().map(LabelledPicture::group).toArray(String[]::new);
    }

    /** The vectors that a representation starts from. */
    LabelledSample sample(Representation.Base base) {
        Rows rows = base == Representation.Base.PIXELS ? pixels : features;
        if (rows == null) {
            throw new IllegalStateException("no %s were made".formatted(base));
        }
        return LabelledSample.of(rows, labels(), classes.size());
    }
}
