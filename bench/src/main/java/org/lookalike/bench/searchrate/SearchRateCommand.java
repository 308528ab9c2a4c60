package org.lookalike.bench.searchrate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run search-rate}. */
@Command(
        name = "search-rate",
        description =
                "Searches a second and their latencies through the topics, beside a plain loop of the Milvus SDK.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SearchRateCommand implements Callable<Integer> {
    @Option(names = "--pictures", defaultValue = "10000", description = "Pictures in the index (default: 10000).")
    private int images;

    @Option(
            names = "--in-flight",
            split = ",",
            defaultValue = "1,16,128",
            description = "Searches at the same time; each is measured (default: 1,16,128).")
    private List<Integer> inFlight = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "Turns of each (default: 3).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a turn (default: 5).")
    private int seconds;

    @Option(names = "--full", description = "The full Milvus server instead of Milvus Lite.")
    private boolean full;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (images < 100 || rounds < 1 || seconds < 1 || inFlight.stream().anyMatch(each -> each < 1 || each > 1_000)) {
            throw new IllegalArgumentException(
                    "--pictures is %d, --rounds %d, --seconds %d and --in-flight %s: they must be at least 100, 1, 1, and 1 to 1,000"
                            .formatted(images, rounds, seconds, inFlight));
        }
        SearchRateBenchmark.Result result = new SearchRateBenchmark(
                        BenchEnvironment.encoder(encoder),
                        BenchEnvironment.smallImages(1),
                        new SearchRateBenchmark.Plan(images, inFlight, rounds, Duration.ofSeconds(seconds), full),
                        BenchEnvironment::progress)
                .run();
        BenchEnvironment.print(SearchRateReport.table(result));
        BenchEnvironment.write(json, SearchRateReport.json(result));
        return 0;
    }
}
