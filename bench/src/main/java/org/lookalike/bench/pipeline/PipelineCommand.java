package org.lookalike.bench.pipeline;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.encoding.EncoderFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run pipeline}. */
@Command(
        name = "pipeline",
        description = "The stand-alone system from published to searchable, against the sum of its parts alone.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PipelineCommand implements Callable<Integer> {
    @Option(names = "--pictures", defaultValue = "2000", description = "Published at once in a round (default: 2000).")
    private int images;

    @Option(
            names = "--steady",
            defaultValue = "500",
            description = "Published at half the rate in a round (default: 500).")
    private int steady;

    @Option(names = "--rounds", defaultValue = "3", description = "How many rounds (default: 3).")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "3000",
            description = "Pictures before the first round (default: 3000).")
    private int warmUp;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (images < 100 || steady < 100 || rounds < 1 || warmUp < 1) {
            throw new IllegalArgumentException(
                    "--pictures is %d, --steady %d, --rounds %d and --warm-up %d: they must be at least 100, 100, 1 and 1"
                            .formatted(images, steady, rounds, warmUp));
        }
        PipelineBenchmark.Result result = new PipelineBenchmark(
                        EncoderFolder.read(BenchEnvironment.encoder(encoder)),
                        BenchEnvironment.smallImages(1),
                        new PipelineBenchmark.Plan(images, steady, rounds, warmUp),
                        BenchEnvironment::progress)
                .run();
        BenchEnvironment.print(PipelineReport.table(result));
        BenchEnvironment.write(json, PipelineReport.json(result));
        return 0;
    }
}
