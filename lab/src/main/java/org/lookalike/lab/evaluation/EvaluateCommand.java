package org.lookalike.lab.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SettingOptions;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.prepare.EncoderPreparation;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.lab.figures.StratifiedSplits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well the classes of labelled images can be told apart; needs no running system. */
@Command(
        name = "evaluate",
        description = {
            "Measure how well the classes of labelled pictures can be told apart: fit on some, test on others. Needs no"
                    + " running system.",
            "Classes are the column label of a labels.csv at the top (columns path, label), else the folders that"
                    + " pictures lie in."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Fit on half of each class, test on the rest, five times:",
            "    lookalike evaluate pictures/ --html evaluation.html",
            "  Four classes, 16 pictures of each to fit and 128 to test, raw pixels against two and three discriminants:",
            "    lookalike evaluate pictures/ --classes a,b,c,d --fit 16 --test 128 \\",
            "      --representations pixels,pixels-lda2,pixels-lda3"
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER|ZIP", description = "Where the pictures are; settings decode.* apply.")
    private Path path = Path.of("");

    @Mixin
    private EvaluateOptions options = new EvaluateOptions();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(names = "--csv", paramLabel = "FILE", description = "Write every figure as a row of this file.")
    private @Nullable Path csv;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the whole report to this file.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write one self-contained page with plots: points and centroids in two and three dimensions,"
                    + " confusion, precision, recall and F1 of each class, all tables.")
    private @Nullable Path html;

    @Override
    public Integer call() throws InterruptedException {
        ExperimentPlan plan = options.plan();
        Selection selection = options.selection();
        try (LabelledFolder folder = LabelledFolder.open(path, selection)) {
            if (folder.missing() > 0) {
                Console.problem("labels.csv names %d pictures that are not there".formatted(folder.missing()));
            }
            Evaluation evaluation = evaluate(plan, selection, folder);
            print(evaluation.report());
            if (csv != null) {
                Tables.writeCsv(csv, evaluation.report());
            }
            if (json != null) {
                evaluation.report().write(json);
            }
            if (html != null) {
                evaluation.writeHtml(html);
                Console.step("open " + html);
            }
            return 0;
        }
    }

    private Evaluation evaluate(ExperimentPlan plan, Selection selection, LabelledFolder folder)
            throws InterruptedException {
        String source = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        List<String> classes = EvaluationData.classes(folder.images(), selection);
        DecodeLimits limits = settings.read(DecodeLimits::from);
        boolean pixels = plan.uses(Representation.Base.PIXELS);
        if (!plan.uses(Representation.Base.FEATURES)) {
            EvaluationData data = new ImageVectors(null, limits, pixels, plan.threads())
                    .of(folder.images(), classes, Console.progressBar("read"));
            return run(new Evaluation.Subject(source, selection.set(), ""), data, plan);
        }
        Path encoderFolder =
                options.encoder() == null ? new EncoderPreparation(Console::step).defaultEncoder() : options.encoder();
        OnnxOptions onnx = OnnxOptions.cpu().withParallelInferences(plan.threads());
        try (OnnxEncoder encoder = OnnxEncoder.open(encoderFolder, onnx)) {
            EvaluationData data = new ImageVectors(encoder, limits, pixels, plan.threads())
                    .of(folder.images(), classes, Console.progressBar("encoded"));
            return run(new Evaluation.Subject(source, selection.set(), encoder.id()), data, plan);
        }
    }

    private Evaluation run(Evaluation.Subject subject, EvaluationData data, ExperimentPlan plan) {
        for (LeftOut leftOut : data.leftOut()) {
            Console.problem("%s left out: %s".formatted(leftOut.path(), leftOut.reason()));
        }
        return Evaluation.run(subject, data, plan, options.division(), Console::step);
    }

    private void print(EvaluationReport report) {
        Console.line("%s%s: %d pictures in %d classes; %s; %d repeat%s, seed %d"
                .formatted(
                        report.source(),
                        report.set().isEmpty() ? "" : " (" + report.set() + ")",
                        report.images(),
                        report.classes().size(),
                        report.split(),
                        report.repeats(),
                        report.repeats() == 1 ? "" : "s",
                        report.seed()));
        if (!report.leftOut().isEmpty()) {
            Console.line("%d pictures could not be read and are left out"
                    .formatted(report.leftOut().size()));
        }
        for (EvaluationReport.ClassSize size : report.classes()) {
            if (options.testPerClass() != StratifiedSplits.REST && size.test() < options.testPerClass()) {
                Console.line("the class %s has only %d pictures to test on".formatted(size.name(), size.test()));
            }
        }
        Console.line("");
        Tables.classifiers(report).lines().forEach(Console::line);
        Console.line("");
        Tables.retrieval(report).lines().forEach(Console::line);
    }
}
