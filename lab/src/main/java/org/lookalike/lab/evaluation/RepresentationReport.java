package org.lookalike.lab.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.lookalike.lab.figures.ConfusionMatrix;
import org.lookalike.lab.figures.RepeatStatistics;
import org.lookalike.lab.figures.RetrievalFigures;

/**
 * What one representation gave over all repeats.
 *
 * @param name of the representation
 * @param dimensions of its vectors in the first repeat
 * @param classifiers one for each
 * @param retrieval one for each distance
 * @param clusterPurity how pure k-means clusters are
 * @param clusterNmi their normalised mutual information with the classes
 * @param seconds that all of it took
 */
public record RepresentationReport(
        String name,
        int dimensions,
        List<ClassifierReport> classifiers,
        List<RetrievalReport> retrieval,
        RepeatStatistics clusterPurity,
        RepeatStatistics clusterNmi,
        double seconds) {
    public RepresentationReport {
        classifiers = List.copyOf(classifiers);
        retrieval = List.copyOf(retrieval);
    }

    /**
     * A classifier over all repeats.
     *
     * @param name of the classifier
     * @param accuracy the share of tested images that it named rightly
     * @param precision mean of the classes
     * @param recall mean of the classes
     * @param f1 mean of the classes
     * @param classes in the order of the classes
     * @param confusion how often images of each class (row) were given each class (column), summed over all repeats
     */
    public record ClassifierReport(
            String name,
            RepeatStatistics accuracy,
            RepeatStatistics precision,
            RepeatStatistics recall,
            RepeatStatistics f1,
            List<ClassReport> classes,
            List<List<Long>> confusion) {}

    /**
     * One class over all repeats.
     *
     * @param name of the class
     * @param tested how many images of it were tested, summed over all repeats
     */
    public record ClassReport(
            String name, long tested, RepeatStatistics precision, RepeatStatistics recall, RepeatStatistics f1) {}

    /**
     * Retrieval by one distance over all repeats.
     *
     * @param distance its name
     * @param precisionAt by depth
     * @param recallAt by depth
     * @param meanAveragePrecision over the whole ranking
     */
    public record RetrievalReport(
            String distance,
            SortedMap<Integer, RepeatStatistics> precisionAt,
            SortedMap<Integer, RepeatStatistics> recallAt,
            RepeatStatistics meanAveragePrecision) {}

    static RepresentationReport of(String name, List<String> classes, List<RepeatFigures> outcomes, double seconds) {
        RepeatFigures first = outcomes.get(0);
        List<ClassifierReport> classifiers = new ArrayList<>();
        for (String classifier : first.confusions().keySet()) {
            classifiers.add(classifier(
                    classifier,
                    classes,
                    outcomes.stream()
                            .map(outcome ->
                                    Objects.requireNonNull(outcome.confusions().get(classifier)))
                            .toList()));
        }
        List<RetrievalReport> retrieval = new ArrayList<>();
        for (String distance : first.retrieval().keySet()) {
            retrieval.add(retrieval(
                    distance,
                    outcomes.stream()
                            .map(outcome ->
                                    Objects.requireNonNull(outcome.retrieval().get(distance)))
                            .toList()));
        }
        return new RepresentationReport(
                name,
                first.dimensions(),
                classifiers,
                retrieval,
                spread(outcomes, outcome -> outcome.clusters().purity()),
                spread(outcomes, outcome -> outcome.clusters().normalisedMutualInformation()),
                seconds);
    }

    private static ClassifierReport classifier(String name, List<String> classes, List<ConfusionMatrix> matrices) {
        ConfusionMatrix sum = matrices.stream().reduce(ConfusionMatrix::plus).orElseThrow();
        List<ClassReport> each = new ArrayList<>();
        List<List<Long>> confusion = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int label = c;
            each.add(new ClassReport(
                    classes.get(c),
                    sum.support(c),
                    spread(matrices, matrix -> matrix.precision(label)),
                    spread(matrices, matrix -> matrix.recall(label)),
                    spread(matrices, matrix -> matrix.f1(label))));
            List<Long> row = new ArrayList<>();
            for (int named = 0; named < classes.size(); named++) {
                row.add(sum.count(c, named));
            }
            confusion.add(row);
        }
        return new ClassifierReport(
                name,
                spread(matrices, ConfusionMatrix::accuracy),
                spread(matrices, ConfusionMatrix::meanPrecision),
                spread(matrices, ConfusionMatrix::meanRecall),
                spread(matrices, ConfusionMatrix::meanF1),
                Collections.unmodifiableList(each),
                Collections.unmodifiableList(confusion));
    }

    private static RetrievalReport retrieval(String distance, List<RetrievalFigures> figures) {
        return new RetrievalReport(
                distance,
                byDepth(figures, RetrievalFigures::precisionAt),
                byDepth(figures, RetrievalFigures::recallAt),
                spread(figures, RetrievalFigures::meanAveragePrecision));
    }

    private static SortedMap<Integer, RepeatStatistics> byDepth(
            List<RetrievalFigures> figures, Function<RetrievalFigures, SortedMap<Integer, Double>> which) {
        SortedMap<Integer, RepeatStatistics> spreads = new TreeMap<>();
        for (int depth : which.apply(figures.get(0)).keySet()) {
            spreads.put(
                    depth,
                    spread(
                            figures,
                            each -> Objects.requireNonNull(which.apply(each).get(depth))));
        }
        return spreads;
    }

    private static <T> RepeatStatistics spread(List<T> repeats, ToDoubleFunction<T> figure) {
        return RepeatStatistics.of(repeats.stream().map(figure::applyAsDouble).toList());
    }
}
