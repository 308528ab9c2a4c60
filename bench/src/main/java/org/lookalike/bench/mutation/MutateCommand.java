package org.lookalike.bench.mutation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run mutate}. */
@Command(
        name = "mutate",
        description =
                "Sends mutated pictures and messages through the stand-alone system: each must be embedded or refused with"
                        + " a code, and no stage may stop.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class MutateCommand implements Callable<Integer> {
    @Option(names = "--count", defaultValue = "10000", description = "How many inputs (default: 10000).")
    private int count;

    @Option(names = "--seed", defaultValue = "1", description = "The same seed makes the same inputs (default: 1).")
    private long seed;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new IllegalArgumentException("--count is %d, must be at least 1".formatted(count));
        }
        List<String> flags =
                List.of("--standalone.refit=false", "--encoder.folder=" + BenchEnvironment.encoder(encoder));
        MutationOutcome outcome = new MutationRun(count, seed, flags, BenchEnvironment::progress).run();
        BenchEnvironment.print(outcome.table());
        return outcome.isSound() ? 0 : 1;
    }
}
