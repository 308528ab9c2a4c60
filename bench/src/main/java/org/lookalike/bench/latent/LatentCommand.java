package org.lookalike.bench.latent;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run latent}. */
@Command(
        name = "latent",
        description = "Principal components, k-means, discriminants and maps against scikit-learn, faiss and openTSNE.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LatentCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final int REPEATS = 3;

    @Option(names = "--rounds", description = "Rounds (default: 5, with --quick 1).")
    private int rounds;

    @Option(names = "--quick", description = "One round with little data: shows that it works, measures nothing.")
    private boolean quick;

    @Option(
            names = "--only",
            defaultValue = "",
            description = "Run only tasks whose name contains this, such as pca or 1280.")
    private String only = "";

    @Option(names = "--threads", defaultValue = "2", description = "Threads for everybody (default: 2).")
    private int threads;

    @Option(names = "--no-peer", description = "Leave scikit-learn, faiss and openTSNE out.")
    private boolean noPeer;

    @Option(names = "--json", description = "Write the results to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (rounds < 0 || threads < 1) {
            throw new IllegalArgumentException(
                    "--rounds is %d and --threads %d: they must be positive".formatted(rounds, threads));
        }
        LatentPlan plan = new LatentPlan(
                BenchEnvironment.home(),
                threads,
                rounds > 0 ? rounds : quick ? 1 : ROUNDS,
                quick ? 1 : REPEATS,
                quick,
                only,
                !noPeer,
                BenchEnvironment::progress);
        LatentResult result = new LatentBenchmark(plan).run();
        BenchEnvironment.print(LatentReport.table(result));
        BenchEnvironment.write(json, LatentReport.json(result));
        return 0;
    }
}
