package org.lookalike.bench.generation;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run generation}. */
@Command(
        name = "generation",
        description = "A generation built by the sink, against a plain loop of the Milvus SDK into the same server.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GenerationCommand implements Callable<Integer> {
    private static final int QUICK = 20_000;

    @Option(names = "--vectors", defaultValue = "200000", description = "How many vectors (default: 200000).")
    private int vectors;

    @Option(names = "--rounds", defaultValue = "2", description = "Turns of each system (default: 2).")
    private int rounds;

    @Option(names = "--searches", defaultValue = "10", description = "Searches per second meanwhile (default: 10).")
    private int searches;

    @Option(names = "--quick", description = "20,000 vectors and one round: whether it works, not how quickly.")
    private boolean quick;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (vectors < 1_000 || rounds < 1 || searches < 1 || searches > 1_000) {
            throw new IllegalArgumentException(
                    "--vectors is %d, --rounds %d and --searches %d: they must be at least 1,000, at least 1, and 1 to 1,000"
                            .formatted(vectors, rounds, searches));
        }
        GenerationBenchmark.Result result = new GenerationBenchmark(
                        quick ? QUICK : vectors, quick ? 1 : rounds, searches, BenchEnvironment::progress)
                .run();
        BenchEnvironment.print(GenerationReport.table(result));
        BenchEnvironment.write(json, GenerationReport.json(result));
        return 0;
    }
}
