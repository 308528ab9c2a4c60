package org.lookalike.bench;

import org.lookalike.bench.accuracy.AccuracyCommand;
import org.lookalike.bench.chaos.ChaosCommand;
import org.lookalike.bench.embed.EmbedCommand;
import org.lookalike.bench.encoder.ResNet50Command;
import org.lookalike.bench.fuzz.FuzzCommand;
import org.lookalike.bench.generation.GenerationCommand;
import org.lookalike.bench.labels.LabellingCommand;
import org.lookalike.bench.latency.LatencyCommand;
import org.lookalike.bench.latent.LatentCommand;
import org.lookalike.bench.mutation.MutateCommand;
import org.lookalike.bench.pipeline.PipelineCommand;
import org.lookalike.bench.refit.RefitSampleCommand;
import org.lookalike.bench.retrieval.RetrievalCommand;
import org.lookalike.bench.searchrate.SearchRateCommand;
import org.lookalike.bench.soak.SoakCommand;
import org.lookalike.platform.operations.Logging;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code bench/run}. */
@Command(
        name = "bench/run",
        description = "Measures Lookalike against the machine's ceiling and against its peers.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccuracyCommand.class,
            ChaosCommand.class,
            EmbedCommand.class,
            FuzzCommand.class,
            LatencyCommand.class,
            GenerationCommand.class,
            SearchRateCommand.class,
            PipelineCommand.class,
            MutateCommand.class,
            SoakCommand.class,
            LatentCommand.class,
            RefitSampleCommand.class,
            RetrievalCommand.class,
            LabellingCommand.class,
            ResNet50Command.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        Logging.unify();
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, command, parsed) -> explain(thrown, command))
                .execute(arguments));
    }

    /** What the user can fix is reported in one line; only a defect has a stack trace. */
    private static int explain(Exception thrown, CommandLine command) {
        if (thrown instanceof IllegalArgumentException
                || thrown.getClass().getPackageName().startsWith("org.lookalike")) {
            command.getErr().println("bench: " + thrown.getMessage());
        } else {
            LoggerFactory.getLogger(Bench.class).error("a defect of the bench itself", thrown);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
