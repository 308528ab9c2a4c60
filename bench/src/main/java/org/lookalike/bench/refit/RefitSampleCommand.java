package org.lookalike.bench.refit;

import java.util.concurrent.Callable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run refit-sample}. */
@Command(
        name = "refit-sample",
        description =
                "What a fit to labels reads: a scan of all vectors, against the refit service's state and lookups by"
                        + " offset; extrapolated to ten million vectors.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RefitSampleCommand implements Callable<Integer> {
    @Option(names = "--vectors", defaultValue = "100000", description = "How many vectors (default: 100000).")
    private int vectors;

    @Option(names = "--labels", defaultValue = "2000", description = "How many labelled pictures (default: 2000).")
    private int labels;

    @Override
    public Integer call() throws Exception {
        if (vectors < 1_000 || labels < 100 || labels > vectors) {
            throw new IllegalArgumentException(
                    "--vectors is %d and --labels is %d: they must be at least 1,000, and 100 to as many as vectors"
                            .formatted(vectors, labels));
        }
        try (RefitSampleBenchmark benchmark = new RefitSampleBenchmark(vectors, labels, BenchEnvironment::progress)) {
            benchmark.run().forEach(BenchEnvironment::print);
        }
        return 0;
    }
}
