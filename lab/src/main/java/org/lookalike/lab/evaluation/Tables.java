package org.lookalike.lab.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.lookalike.admin.labels.CsvFormula;
import org.lookalike.cli.output.TextTable;
import org.lookalike.lab.figures.RepeatStatistics;

/** An evaluation as tables: short ones to read, and one with every figure in a row of its own for programs. */
public final class Tables {
    private Tables() {}

    /** Classifiers by representation: means over classes and repeats, with the standard deviation of the repeats. */
    public static TextTable classifiers(EvaluationReport report) {
        TextTable table =
                new TextTable("representation", "dimensions", "classifier", "accuracy", "precision", "recall", "F1");
        for (RepresentationReport each : report.representations()) {
            for (RepresentationReport.ClassifierReport classifier : each.classifiers()) {
                table.row(
                        each.name(),
                        "%d".formatted(each.dimensions()),
                        classifier.name(),
                        text(classifier.accuracy()),
                        text(classifier.precision()),
                        text(classifier.recall()),
                        text(classifier.f1()));
            }
        }
        return table;
    }

    /** Retrieval and clusters by representation. */
    public static TextTable retrieval(EvaluationReport report) {
        TextTable table = new TextTable("representation", "distance", "P@1", "P@10", "R@10", "mAP", "purity", "NMI");
        for (RepresentationReport each : report.representations()) {
            boolean first = true;
            for (RepresentationReport.RetrievalReport retrieval : each.retrieval()) {
                table.row(
                        each.name(),
                        retrieval.distance(),
                        text(Objects.requireNonNull(retrieval.precisionAt().get(1))),
                        text(Objects.requireNonNull(retrieval.precisionAt().get(10))),
                        text(Objects.requireNonNull(retrieval.recallAt().get(10))),
                        text(retrieval.meanAveragePrecision()),
                        // Clusters know no distance but the Euclidean one.
                        first ? text(each.clusterPurity()) : "",
                        first ? text(each.clusterNmi()) : "");
                first = false;
            }
        }
        return table;
    }

    private static String text(RepeatStatistics spread) {
        return spread.repeats() == 1
                ? String.format(Locale.ROOT, "%.4f", spread.mean())
                : String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.deviation());
    }

    /** Every figure: representation, method, class (or empty for all), figure, mean, deviation, least, most, repeats. */
    public static void writeCsv(Path file, EvaluationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("representation,dimensions,method,class,figure,mean,deviation,least,most,repeats");
        for (RepresentationReport each : report.representations()) {
            for (RepresentationReport.ClassifierReport classifier : each.classifiers()) {
                String method = classifier.name();
                line(lines, each, method, "", "accuracy", classifier.accuracy());
                line(lines, each, method, "", "precision", classifier.precision());
                line(lines, each, method, "", "recall", classifier.recall());
                line(lines, each, method, "", "f1", classifier.f1());
                for (RepresentationReport.ClassReport label : classifier.classes()) {
                    line(lines, each, method, label.name(), "precision", label.precision());
                    line(lines, each, method, label.name(), "recall", label.recall());
                    line(lines, each, method, label.name(), "f1", label.f1());
                }
            }
            for (RepresentationReport.RetrievalReport retrieval : each.retrieval()) {
                String method = "retrieval-" + retrieval.distance();
                retrieval.precisionAt().forEach((k, spread) -> line(lines, each, method, "", "precision@" + k, spread));
                retrieval.recallAt().forEach((k, spread) -> line(lines, each, method, "", "recall@" + k, spread));
                line(lines, each, method, "", "mAP", retrieval.meanAveragePrecision());
            }
            line(lines, each, "k-means", "", "purity", each.clusterPurity());
            line(lines, each, "k-means", "", "nmi", each.clusterNmi());
        }
        try {
            Files.write(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the evaluation cannot be written to " + file, e);
        }
    }

    private static void line(
            List<String> lines,
            RepresentationReport each,
            String method,
            String label,
            String figure,
            RepeatStatistics spread) {
        lines.add(String.join(
                ",",
                each.name(),
                Integer.toString(each.dimensions()),
                method,
                quoted(CsvFormula.neutralised(label)),
                figure,
                number(spread.mean()),
                number(spread.deviation()),
                number(spread.min()),
                number(spread.max()),
                Integer.toString(spread.repeats())));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
