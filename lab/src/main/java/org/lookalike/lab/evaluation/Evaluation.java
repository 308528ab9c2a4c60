package org.lookalike.lab.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lookalike.lab.figures.Split;
import org.lookalike.lab.figures.StratifiedSplits;

/**
 * An evaluation from its data to its report.
 *
 * @param report what was found
 * @param data what it was found of
 * @param plan how it was found
 * @param splits on which parts, at least one
 */
public record Evaluation(EvaluationReport report, EvaluationData data, ExperimentPlan plan, List<Split> splits) {

    /**
     * What was evaluated, for the report.
     *
     * @param source the folder or archive
     * @param set the set that was chosen, or empty
     * @param encoder the encoder's identity, or empty where none was used
     */
    public record Subject(String source, String set, String encoder) {}

    /**
     * How images are divided.
     *
     * @param random at random
     * @param file instead by this file, or null
     * @param partial whether the file may name images that were not chosen
     */
    public record Division(
            StratifiedSplits random, @Nullable Path file, boolean partial) {}

    /**
     * Evaluates.
     *
     * @param progress told in a few words about each step
     * @throws IllegalArgumentException if a class has too few images, or the division's file does not fit
     */
    public static Evaluation run(
            Subject subject, EvaluationData data, ExperimentPlan plan, Division division, Consumer<String> progress) {
        List<Split> splits = splits(subject, data, division);
        List<RepresentationReport> representations = new Experiment(data, plan, progress).run(splits);
        EvaluationReport report = new EvaluationReport(
                subject.source(),
                subject.set(),
                subject.encoder(),
                described(division),
                splits.size(),
                division.random().seed(),
                plan.neighbours(),
                plan.discriminants().shrinkage(),
                sizes(data, splits.get(0)),
                data.images().size(),
                data.leftOut(),
                representations);
        return new Evaluation(report, data, plan, splits);
    }

    private static List<Split> splits(Subject subject, EvaluationData data, Division division) {
        if (division.file() != null) {
            String name = subject.source().toLowerCase(Locale.ROOT).endsWith(".zip")
                    ? subject.source().substring(0, subject.source().length() - 4)
                    : subject.source();
            return List.of(GivenSplit.read(division.file(), subject.set(), name, division.partial(), data));
        }
        int[] labels = data.labels();
        int[] sizes = new int[data.classes().size()];
        for (int label : labels) {
            sizes[label]++;
        }
        int min = division.random().fitPerClass() == StratifiedSplits.HALF
                ? 2
                : division.random().fitPerClass() + 1;
        for (int c = 0; c < sizes.length; c++) {
            if (sizes[c] < min) {
                throw new IllegalArgumentException(
                        "the class %s has %d pictures, must be at least %d to fit on %d and test on one"
                                .formatted(data.classes().get(c), sizes[c], min, min - 1));
            }
        }
        return division.random().of(labels, data.groups());
    }

    private static String described(Division division) {
        if (division.file() != null) {
            return "as %s says".formatted(division.file().getFileName());
        }
        StratifiedSplits random = division.random();
        return "%s a class to fit, %s to test, at random"
                .formatted(
                        random.fitPerClass() == StratifiedSplits.HALF ? "half" : "" + random.fitPerClass(),
                        random.testPerClass() == StratifiedSplits.REST ? "the rest" : "" + random.testPerClass());
    }

    private static List<EvaluationReport.ClassSize> sizes(EvaluationData data, Split split) {
        int[] labels = data.labels();
        List<EvaluationReport.ClassSize> sizes = new ArrayList<>();
        for (int c = 0; c < data.classes().size(); c++) {
            int label = c;
            sizes.add(new EvaluationReport.ClassSize(
                    data.classes().get(c),
                    (int) Arrays.stream(labels).filter(each -> each == label).count(),
                    (int) Arrays.stream(split.fit())
                            .filter(i -> labels[i] == label)
                            .count(),
                    (int) Arrays.stream(split.test())
                            .filter(i -> labels[i] == label)
                            .count()));
        }
        return sizes;
    }

    /** Writes the page with tables and plots. */
    public void writeHtml(Path file) {
        HtmlPage.write(file, report, PlotData.of(data, plan, splits.get(0)));
    }
}
