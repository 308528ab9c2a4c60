package org.lookalike.bench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.schemas.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run fuzz}. */
@Command(
        name = "fuzz",
        description = "Fuzzes everything that parses bytes from outside, guided by coverage (Jazzer).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FuzzCommand implements Callable<Integer> {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    /** What is fuzzed: our own code and the libraries that parse for it. */
    private static final String INSTRUMENTED = "org.lookalike.**:com.twelvemonkeys.**:com.drew.**"
            + ":org.apache.commons.compress.**:org.apache.avro.**:org.eclipse.jetty.http.**";

    private static final Pattern UNITS = Pattern.compile("stat::number_of_executed_units:\\s+(\\d+)");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

    @Option(names = "--target", split = ",", description = "Which targets (default: all).")
    private @Nullable List<String> names;

    @Option(names = "--seconds", defaultValue = "600", description = "How long for each target (default: 600).")
    private int seconds;

    @Option(names = "--max-length", defaultValue = "16384", description = "Of an input, in bytes (default: 16384).")
    private int maxLength;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<FuzzTarget> targets = names == null
                ? FuzzTargets.all()
                : names.stream().map(FuzzTargets::named).toList();
        int findings = 0;
        BenchEnvironment.print("%-14s %10s %9s  %s%n".formatted("target", "inputs", "coverage", "result"));
        for (FuzzTarget target : targets) {
            Path folder =
                    BenchEnvironment.home().resolve("target").resolve("fuzz").resolve(target.name());
            writeSeeds(target, Files.createDirectories(folder.resolve("corpus")));
            Path log = folder.resolve("log");
            int exit = fuzz(target, folder, log);
            String text = Files.readString(log);
            BenchEnvironment.print("%-14s %10s %9s  %s%n"
                    .formatted(
                            target.name(),
                            last(UNITS, text),
                            last(COVERAGE, text),
                            exit == 0 ? "nothing found" : "exit %d, see %s".formatted(exit, log)));
            findings += exit == 0 ? 0 : 1;
        }
        return findings == 0 ? 0 : 1;
    }

    private static void writeSeeds(FuzzTarget target, Path corpus) throws IOException {
        for (byte[] seed : target.seeds()) {
            Files.write(corpus.resolve(Sha256.of(seed)), seed);
        }
    }

    private int fuzz(FuzzTarget target, Path folder, Path log) throws IOException, InterruptedException {
        BenchEnvironment.progress("fuzzing %s for %d s".formatted(target.name(), seconds));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                JAZZER,
                "--target_class=" + FuzzEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=" + INSTRUMENTED,
                // It takes the target's own request to its server for a finding.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "--reproducer_path=" + folder,
                "-max_total_time=" + seconds,
                "-max_len=" + maxLength,
                "-timeout=30",
                "-print_final_stats=1",
                "-artifact_prefix=" + folder + "/"));
        command.add(folder.resolve("corpus").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    private static String last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .reduce((earlier, later) -> later)
                .map(MatchResult::group)
                .map(found -> found.replaceAll("\\D", ""))
                .orElse("-");
    }
}
