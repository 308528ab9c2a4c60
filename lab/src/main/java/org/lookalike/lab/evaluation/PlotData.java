package org.lookalike.lab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.lookalike.lab.figures.LabelledVectors;
import org.lookalike.lab.figures.Split;
import org.lookalike.lab.figures.Transformation;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * Images as points of two or three dimensions, for plots of the first split.
 *
 * @param images the paths of the points, those fitted on first
 * @param labels the class of each point
 * @param fitted how many points, from the first on, were fitted on
 * @param views one for each way to make points
 */
record PlotData(List<String> images, List<Integer> labels, int fitted, List<View> views) {
    private static final int DIMENSIONS = 3;
    /** Points beyond this make a page heavy and no plot clearer. */
    private static final int MAX_POINTS = 6_000;

    private static final double DIGITS = 1e4;

    /**
     * One way to make points.
     *
     * @param name for people
     * @param dimensions 1 to 3
     * @param points as many numbers for each image as there are dimensions
     * @param centroids the means of the fitted points, as many numbers for each class
     */
    record View(String name, int dimensions, List<List<Double>> points, List<List<Double>> centroids) {}

    /** Projects both sides of a split, with PCA and LDA that were fitted to the first. */
    static PlotData of(EvaluationData data, ExperimentPlan plan, Split split) {
        int[] fit = thinned(split.fit(), MAX_POINTS / 2);
        int[] test = thinned(split.test(), MAX_POINTS / 2);
        List<View> views = new ArrayList<>();
        for (Representation.Base base : Representation.Base.values()) {
            if (isShown(base, plan)) {
                LabelledVectors all = data.sample(base);
                LabelledVectors fitted = all.select(split.fit());
                String name = base.name().toLowerCase(Locale.ROOT);
                Transformation whole = Representation.of(name + "-lda3").transformation(plan.discriminants());
                Transformation beginning = whole.principal() > 0
                        ? whole.withoutDiscriminants()
                        : Representation.of(name + "-pca3").transformation(plan.discriminants());
                UnaryOperator<Rows> principal = beginning.fit(fitted, plan.threads());
                UnaryOperator<Rows> first = whole.principal() > 0
                        ? principal
                        : whole.withoutDiscriminants().fit(fitted, plan.threads());
                UnaryOperator<Rows> discriminant =
                        whole.discriminantsAlone().fit(fitted.with(first.apply(fitted.rows())), plan.threads());
                views.add(view(name + "-lda", rows -> discriminant.apply(first.apply(rows)), all, fit, test));
                views.add(view(name + "-pca", principal, all, fit, test));
            }
        }
        int[] labels = data.labels();
        List<String> paths = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        for (int[] side : List.of(fit, test)) {
            for (int i : side) {
                paths.add(data.images().get(i).path());
                classes.add(labels[i]);
            }
        }
        return new PlotData(paths, classes, fit.length, views);
    }

    /** A base is shown where it is projected anyway; where none is, all that are used are. */
    private static boolean isShown(Representation.Base base, ExperimentPlan plan) {
        boolean anyProjected = plan.representations().stream().anyMatch(Representation::isProjected);
        return plan.representations().stream()
                .anyMatch(each -> each.base() == base && (each.isProjected() || !anyProjected));
    }

    private static View view(String name, UnaryOperator<Rows> fitted, LabelledVectors all, int[] fit, int[] test) {
        List<List<Double>> points = new ArrayList<>();
        Rows fittedRows = fitted.apply(all.select(fit).rows());
        Rows testedRows = fitted.apply(all.select(test).rows());
        int dimensions = Math.min(DIMENSIONS, fittedRows.width());
        double[][] sums = new double[all.classes()][dimensions];
        int[] sizes = new int[all.classes()];
        for (int i = 0; i < fit.length; i++) {
            int label = all.labels()[fit[i]];
            sizes[label]++;
            Vectors.addScaled(1, fittedRows.values(), i * fittedRows.width(), sums[label]);
        }
        add(fittedRows, dimensions, points);
        add(testedRows, dimensions, points);
        List<List<Double>> centroids = new ArrayList<>();
        for (int c = 0; c < sums.length; c++) {
            int size = Math.max(1, sizes[c]);
            centroids.add(
                    Arrays.stream(sums[c]).mapToObj(sum -> rounded(sum / size)).toList());
        }
        return new View(name, dimensions, points, centroids);
    }

    private static void add(Rows rows, int dimensions, List<List<Double>> points) {
        for (int i = 0; i < rows.count(); i++) {
            List<Double> point = new ArrayList<>();
            for (int j = 0; j < dimensions; j++) {
                point.add(rounded(rows.values()[i * rows.width() + j]));
            }
            points.add(point);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }

    /** Every so many-th. */
    private static int[] thinned(int[] all, int max) {
        if (all.length <= max) {
            return all;
        }
        int[] some = new int[max];
        for (int i = 0; i < max; i++) {
            some[i] = all[(int) ((long) i * all.length / max)];
        }
        return some;
    }
}
