package org.lookalike.bench.latency;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run latency}. */
@Command(
        name = "latency",
        description = "From a picture's event to its vector: at half load, and beside a backfill.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LatencyCommand implements Callable<Integer> {
    @Option(names = "--pictures", defaultValue = "2000", description = "Pictures at half load (default: 2000).")
    private int images;

    @Option(names = "--backfill", defaultValue = "5000", description = "Pictures of the backfill (default: 5000).")
    private int backfill;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (images < 1 || backfill < 1) {
            throw new IllegalArgumentException(
                    "--pictures is %d and --backfill %d: they must be positive".formatted(images, backfill));
        }
        LatencyBenchmark.Result result = new LatencyBenchmark(
                        BenchEnvironment.encoder(encoder),
                        BenchEnvironment.smallImages(1),
                        images,
                        backfill,
                        BenchEnvironment::progress)
                .run();
        BenchEnvironment.print(LatencyReport.table(result));
        BenchEnvironment.write(json, LatencyReport.json(result));
        return 0;
    }
}
