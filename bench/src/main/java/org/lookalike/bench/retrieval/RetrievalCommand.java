package org.lookalike.bench.retrieval;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.bench.images.LabelledSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run retrieval}. */
@Command(
        name = "retrieval",
        description = "What whitening by neighbours, expanded and turned queries find, through the topics and beside"
                + " plain Python.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RetrievalCommand implements Callable<Integer> {
    @Option(
            names = "--sets",
            split = ",",
            defaultValue = "demo,material,pcb",
            description = "Which sets (default: ${DEFAULT-VALUE}).")
    private List<String> sets = List.of();

    @Option(
            names = "--splits",
            defaultValue = "5",
            description = "How many halvings of each set, that of split.json first (default: ${DEFAULT-VALUE}).")
    private int splits;

    @Option(
            names = "--turned",
            defaultValue = "150",
            description = "Queries of each set that are turned, at most; 0 for none (default: ${DEFAULT-VALUE}).")
    private int turned;

    @Option(names = "--no-peer", description = "Leave out plain Python.")
    private boolean noPeer;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (splits < 1 || turned < 0) {
            throw new IllegalArgumentException(
                    "--splits is %d and --turned %d: they must be at least 1 and 0".formatted(splits, turned));
        }
        List<LabelledSet> chosen = BenchEnvironment.allLabelledImages().stream()
                .filter(set -> sets.contains(set.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--sets is %s, must name demo, material or pcb".formatted(sets));
        }
        RetrievalResult result = new RetrievalBenchmark(
                        BenchEnvironment.home(),
                        BenchEnvironment.encoder(encoder),
                        splits,
                        turned,
                        !noPeer,
                        BenchEnvironment::progress)
                .run(chosen);
        BenchEnvironment.print(RetrievalReport.table(result));
        BenchEnvironment.write(json, RetrievalReport.json(result));
        return 0;
    }
}
