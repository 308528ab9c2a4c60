package org.lookalike.cli.labels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.ClassSummary;
import org.lookalike.admin.labels.LabelFile;
import org.lookalike.admin.labels.LabelSummary;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.cli.output.TextTable;
import org.lookalike.cli.search.HitFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What images and clusters are called. */
@Command(
        name = "labels",
        description = "List classes and labels, label pictures, and set how strictly a class is recognised.",
        subcommands = {
            LabelsCommand.Listing.class,
            LabelsCommand.Setting.class,
            LabelsCommand.Undoing.class,
            LabelsCommand.Importing.class,
            LabelsCommand.Rating.class
        })
public final class LabelsCommand implements Callable<Integer> {
    @Mixin
    private LabelOptions options = new LabelOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<ClassSummary> classes = ClassSummary.of(options.read());
        if (json) {
            Console.line(Json.indented(classes));
            return 0;
        }
        TextTable table = new TextTable("class", "pictures", "clusters", "false-match rate");
        for (ClassSummary each : classes) {
            table.row(
                    each.label(),
                    "%,d".formatted(each.images()),
                    "%,d".formatted(each.clusters()),
                    each.falseMatchRate() == null ? "-" : each.falseMatchRate().toString());
        }
        table.lines().forEach(Console::line);
        return 0;
    }

    private static String images(int count) {
        return "%d picture%s".formatted(count, count == 1 ? "" : "s");
    }

    /** Every label. */
    @Command(name = "list", description = "Every label of a picture or a cluster: one line each.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private LabelOptions options = new LabelOptions();

        @Option(names = "--label", paramLabel = "LABEL", description = "Only labels of this class; may be repeated.")
        private List<String> wanted = List.of();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            List<LabelSummary> labels = LabelSummary.of(options.read()).stream()
                    .filter(label -> wanted.isEmpty() || wanted.contains(label.label()))
                    .toList();
            if (json) {
                Console.line(Json.indented(labels));
                return 0;
            }
            TextTable table = new TextTable("of", "id", "label", "rests on", "by", "at");
            labels.forEach(
                    label -> table.row(label.of(), label.id(), label.label(), basis(label), label.by(), label.at()));
            table.lines().forEach(Console::line);
            return 0;
        }

        private static String basis(LabelSummary label) {
            if (label.looked() == null
                    || label.agreed() == null
                    || label.purityBound() == null
                    || label.confidence() == null) {
                return "itself";
            }
            return label.looked() == 0
                    ? "no look"
                    : HitFormat.format(
                            "%d of %d sampled pictures, purity at least %.3f at %s",
                            label.agreed(), label.looked(), label.purityBound(), label.confidence());
        }
    }

    /** Calls images something. */
    @Command(name = "set", description = "Label pictures; the first one of a class enrols it.")
    static final class Setting implements Callable<Integer> {
        @Mixin
        private LabelOptions options = new LabelOptions();

        @Parameters(paramLabel = "IMAGE_ID", arity = "1..*", description = "The pictures' ids.")
        private List<String> imageIds = List.of();

        @Option(names = "--as", required = true, paramLabel = "LABEL", description = "The label.")
        private String label = "";

        @Override
        public Integer call() {
            options.publish(publisher ->
                    imageIds.stream().map(id -> publisher.labelImage(id, label)).toList());
            Console.line("%s called %s".formatted(images(imageIds.size()), label));
            return 0;
        }
    }

    /** Takes back what images were called. */
    @Command(name = "undo", description = "Remove pictures' labels; their clusters' labels apply again.")
    static final class Undoing implements Callable<Integer> {
        @Mixin
        private LabelOptions options = new LabelOptions();

        @Parameters(paramLabel = "IMAGE_ID", arity = "1..*", description = "The pictures' ids.")
        private List<String> imageIds = List.of();

        @Override
        public Integer call() {
            options.publish(
                    publisher -> imageIds.stream().map(publisher::unlabelImage).toList());
            Console.line("%s without a label of their own".formatted(images(imageIds.size())));
            return 0;
        }
    }

    /** Calls many images what a file says. */
    @Command(name = "import", description = "Label pictures from the columns imageId and label of a CSV file.")
    static final class Importing implements Callable<Integer> {
        @Mixin
        private LabelOptions options = new LabelOptions();

        @Parameters(paramLabel = "FILE", description = "The CSV file; nothing is published if a row is invalid.")
        private Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            Map<String, String> labels = LabelFile.read(file);
            options.publish(publisher -> labels.entrySet().stream()
                    .map(entry -> publisher.labelImage(entry.getKey(), entry.getValue()))
                    .toList());
            Console.line("%s of %d classes labelled"
                    .formatted(
                            images(labels.size()),
                            labels.values().stream().distinct().count()));
            return 0;
        }
    }

    /** Says how strictly a class is recognised. */
    @Command(
            name = "rate",
            description = "Set a class's false-match rate: the share of pictures of no enrolled class that may be"
                    + " taken for it.")
    static final class Rating implements Callable<Integer> {
        @Mixin
        private LabelOptions options = new LabelOptions();

        @Parameters(index = "0", paramLabel = "LABEL", description = "The class.")
        private String label = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "RATE",
                description = "More than 0 and less than 1; without it, the service's setting applies again.")
        private @Nullable Double rate;

        @Override
        public Integer call() {
            Double wanted = rate;
            options.publish(publisher -> List.of(
                    wanted == null
                            ? publisher.unsetFalseMatchRate(label)
                            : publisher.setFalseMatchRate(label, wanted)));
            Console.line(
                    wanted == null
                            ? "the service's setting holds for %s again".formatted(label)
                            : "at most %s of foreign pictures may be taken for %s".formatted(wanted, label));
            return 0;
        }
    }
}
