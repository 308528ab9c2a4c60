package org.lookalike.bench.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run chaos}. */
@Command(
        name = "chaos",
        description = "Kills, pauses and cuts off every part of a working system, and counts what is lost, doubled,"
                + " undeleted, answered wrong or not at all; the exit code is 1 if anything is.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {
    private static final int DEFAULT_DELETED_OF = 20;
    private static final int DEFAULT_AGAIN_OF = 50;

    @Option(names = "--kills", defaultValue = "100", description = "Kills, pauses and cuts together (default: 100).")
    private int kills;

    @Option(names = "--pictures", defaultValue = "10000", description = "How many pictures (default: 10000).")
    private int pictures;

    @Option(names = "--deletions", description = "How many are deleted (default: every 20th).")
    private @Nullable Integer deletions;

    @Option(names = "--again", description = "How many are published again (default: every 50th).")
    private @Nullable Integer again;

    @Option(names = "--seed", defaultValue = "1", description = "Of faults and pictures (default: 1).")
    private long seed;

    @Option(names = "--searches", defaultValue = "5", description = "Searches per second meanwhile (default: 5).")
    private double searches;

    @Option(
            names = "--quiet-minutes",
            defaultValue = "6",
            description = "At most so long after the last fault until" + " nothing may be wrong (default: 6).")
    private int quietMinutes;

    @Option(names = "--encoder", description = "An encoder's folder (default: one that costs next to nothing).")
    private @Nullable Path encoder;

    @Option(names = "--lite", description = "Milvus Lite instead of the full Milvus server.")
    private boolean lite;

    @Option(names = "--spare-collections", description = "Neither drop nor empty a collection.")
    private boolean spareCollections;

    @Option(names = "--logs", description = "Keep the logs of all parts in this folder.")
    private @Nullable Path logs;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (kills < 1 || pictures < 100 || !(searches > 0 && searches <= 100) || quietMinutes < 1) {
            throw new IllegalArgumentException(
                    ("--kills is %d, --pictures %d, --searches %s and --quiet-minutes %d: they"
                                    + " must be at least 1, at least 100, more than 0 and at most 100, and at least 1")
                            .formatted(kills, pictures, searches, quietMinutes));
        }
        ChaosResult result = new ChaosBenchmark(
                        new ChaosPlan(
                                kills,
                                pictures,
                                deletions == null ? pictures / DEFAULT_DELETED_OF : deletions,
                                again == null ? pictures / DEFAULT_AGAIN_OF : again,
                                seed,
                                searches,
                                Duration.ofMinutes(quietMinutes),
                                encoder,
                                lite,
                                spareCollections,
                                logs),
                        BenchEnvironment::progress)
                .run();
        BenchEnvironment.print(ChaosReport.table(result));
        BenchEnvironment.write(json, ChaosReport.json(result));
        return result.isGood() ? 0 : 1;
    }
}
