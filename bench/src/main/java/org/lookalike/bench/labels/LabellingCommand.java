package org.lookalike.bench.labels;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run labels}. */
@Command(
        name = "labels",
        description = "What labels achieve on real pictures: open-set recognition, and labels for whole clusters.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LabellingCommand implements Callable<Integer> {
    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(
            names = "--halves",
            defaultValue = "20",
            description =
                    "ClassSplits of the classes that are enrolled, at most, for each set (default: ${DEFAULT-VALUE}).")
    private int halves;

    @Option(
            names = "--looks",
            defaultValue = "5",
            description = "Members audited in each cluster (default: ${DEFAULT-VALUE}).")
    private int sampleSize;

    @Option(
            names = "--confidence",
            defaultValue = "0.9",
            description = "Of the bounds for purity (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--seeds",
            defaultValue = "20",
            description = "How often the members are drawn (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (halves < 1 || seeds < 1) {
            throw new IllegalArgumentException(
                    "--halves is %d and --seeds %d: they must be positive".formatted(halves, seeds));
        }
        LabelsResult result = new LabelsBenchmark(
                        BenchEnvironment.encoder(encoder),
                        halves,
                        seeds,
                        sampleSize,
                        confidence,
                        BenchEnvironment::progress)
                .run(BenchEnvironment.allLabelledImages());
        BenchEnvironment.print(LabelsReport.table(result));
        BenchEnvironment.write(json, LabelsReport.json(result));
        return 0;
    }
}
