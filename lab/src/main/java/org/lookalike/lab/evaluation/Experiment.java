package org.lookalike.lab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.lookalike.lab.figures.Classifier;
import org.lookalike.lab.figures.ClusterAgreement;
import org.lookalike.lab.figures.ConfusionMatrix;
import org.lookalike.lab.figures.KNearestNeighbours;
import org.lookalike.lab.figures.LabelledVectors;
import org.lookalike.lab.figures.NearestCentroid;
import org.lookalike.lab.figures.RetrievalFigures;
import org.lookalike.lab.figures.Split;
import org.lookalike.lab.figures.Transformation;
import org.lookalike.latent.cluster.KMeans;
import org.lookalike.latent.cluster.KMeansModel;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;

/**
 * Fits each representation on one part of the images and tests it on the other, for each split: classifiers, retrieval
 * (tested images search those fitted on) and k-means with as many clusters as classes.
 *
 * <p>K-means is given all images of the split where nothing was learnt from their classes, and the tested ones alone
 * where something was.
 */
public final class Experiment {
    private static final int[] DEPTHS = {1, 10};
    private static final int RESTARTS = 10;

    private final EvaluationData data;
    private final ExperimentPlan plan;
    private final Consumer<String> progress;

    /** @param progress told in a few words about each step */
    public Experiment(EvaluationData data, ExperimentPlan plan, Consumer<String> progress) {
        this.data = data;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @return for each representation, in the plan's order, its figures over all splits
     * @throws IllegalArgumentException if a split does not allow for what was asked
     */
    public List<RepresentationReport> run(List<Split> splits) {
        List<RepresentationReport> reports = new ArrayList<>();
        List<Map<Beginning, UnaryOperator<Rows>>> known = new ArrayList<>();
        splits.forEach(split -> known.add(new HashMap<>()));
        for (Representation representation : plan.representations()) {
            progress.accept("evaluating %s".formatted(representation.name()));
            long started = System.nanoTime();
            List<RepeatFigures> outcomes = new ArrayList<>();
            for (int i = 0; i < splits.size(); i++) {
                outcomes.add(outcome(representation, splits.get(i), known.get(i)));
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            reports.add(RepresentationReport.of(representation.name(), data.classes(), outcomes, seconds));
        }
        return reports;
    }

    /** What several representations have in common, and is fitted once for each split. */
    private record Beginning(Representation.Base base, Transformation steps) {}

    private UnaryOperator<Rows> fitted(
            Representation representation, LabelledVectors fit, Map<Beginning, UnaryOperator<Rows>> known) {
        Transformation whole = representation.transformation(plan.discriminants());
        Transformation steps = whole.withoutDiscriminants();
        UnaryOperator<Rows> first = known.computeIfAbsent(
                new Beginning(representation.base(), steps), beginning -> steps.fit(fit, plan.threads()));
        if (!whole.supervised()) {
            return first;
        }
        UnaryOperator<Rows> second = whole.discriminantsAlone().fit(fit.with(first.apply(fit.rows())), plan.threads());
        return rows -> second.apply(first.apply(rows));
    }

    private RepeatFigures outcome(
            Representation representation, Split split, Map<Beginning, UnaryOperator<Rows>> known) {
        LabelledVectors all = data.sample(representation.base());
        LabelledVectors rawFit = all.select(split.fit());
        LabelledVectors rawTest = all.select(split.test());
        UnaryOperator<Rows> fitted = fitted(representation, rawFit, known);
        LabelledVectors fit = rawFit.with(fitted.apply(rawFit.rows()));
        LabelledVectors test = rawTest.with(fitted.apply(rawTest.rows()));
        Map<String, ConfusionMatrix> confusions = new LinkedHashMap<>();
        Map<String, RetrievalFigures> retrieval = new LinkedHashMap<>();
        for (Metric distance : Metric.values()) {
            String name = distance.name().toLowerCase(Locale.ROOT);
            confusions.put("centroid-" + name, confusion(NearestCentroid.fit(fit, distance), test));
            int neighbours = Math.min(plan.neighbours(), fit.count());
            confusions.put("knn-" + name, confusion(KNearestNeighbours.of(fit, neighbours, distance), test));
            retrieval.put(name, RetrievalFigures.of(fit, test, distance, DEPTHS));
        }
        LabelledVectors clustered = test;
        if (representation.discriminant() == 0) {
            LabelledVectors both = all.select(both(split));
            clustered = both.with(fitted.apply(both.rows()));
        }
        return new RepeatFigures(
                fit.rows().width(),
                confusions,
                retrieval,
                clusters(representation.isPlainFeatures() ? clustered.normalised() : clustered));
    }

    private ClusterAgreement clusters(LabelledVectors sample) {
        int classes =
                (int) Arrays.stream(sample.sizes()).filter(size -> size > 0).count();
        KMeansModel model = KMeans.fit(
                sample.rows(),
                KMeansOptions.ofClusters(classes)
                        .withRestarts(RESTARTS)
                        .withSeed(plan.seed())
                        .withThreads(plan.threads()));
        return ClusterAgreement.of(model.assignment(), sample.labels());
    }

    private static ConfusionMatrix confusion(Classifier classifier, LabelledVectors test) {
        return ConfusionMatrix.of(test.labels(), classifier.classify(test.rows()), test.classes());
    }

    private static int[] both(Split split) {
        return IntStream.concat(Arrays.stream(split.fit()), Arrays.stream(split.test()))
                .toArray();
    }
}
