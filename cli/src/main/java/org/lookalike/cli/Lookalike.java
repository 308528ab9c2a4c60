package org.lookalike.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.ServiceLoader;
import org.lookalike.cli.clusters.ClustersCommand;
import org.lookalike.cli.export.ExportCommand;
import org.lookalike.cli.images.DeleteCommand;
import org.lookalike.cli.images.QuarantineCommand;
import org.lookalike.cli.images.WhereCommand;
import org.lookalike.cli.indexing.IndexCommand;
import org.lookalike.cli.indexing.SimulateCommand;
import org.lookalike.cli.labels.LabelsCommand;
import org.lookalike.cli.search.RecogniseCommand;
import org.lookalike.cli.search.SearchCommand;
import org.lookalike.cli.spaces.AlertsCommand;
import org.lookalike.cli.spaces.SpacesCommand;
import org.lookalike.cli.system.AuditCommand;
import org.lookalike.cli.system.SettingOptions;
import org.lookalike.cli.system.SystemFailure;
import org.lookalike.cli.topics.TopicsCommand;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Logging;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code lookalike} command. */
@Command(
        name = "lookalike",
        description = "Event-driven reverse image search on Kafka.",
        version = "lookalike 0.1.0",
        subcommands = {
            IndexCommand.class,
            SearchCommand.class,
            RecogniseCommand.class,
            SimulateCommand.class,
            WhereCommand.class,
            QuarantineCommand.class,
            DeleteCommand.class,
            SpacesCommand.class,
            ClustersCommand.class,
            LabelsCommand.class,
            AlertsCommand.class,
            AuditCommand.class,
            ExportCommand.class,
            TopicsCommand.class
        })
public final class Lookalike {
    private Lookalike() {}

    public static void main(String[] arguments) {
        Logging.unify();
        System.exit(run(arguments));
    }

    /** Runs one command: 0 when it did what was asked, 1 when it could not, 2 when it was asked wrongly. */
    public static int run(String... arguments) {
        return commandLine()
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, command, parsed) -> explain(thrown, command.getErr()))
                .execute(SettingOptions.settingsAsOptions(arguments));
    }

    private static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Lookalike());
        // The class path's order differs between machines; the help's must not.
        ServiceLoader.load(CommandProvider.class).stream()
                .sorted(Comparator.comparing(provider -> provider.type().getName()))
                .flatMap(provider -> provider.get().commands().stream())
                .forEach(command::addSubcommand);
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
        offerHelp(command);
        return command;
    }

    /** Each command, and each command of a command, has its help. */
    private static void offerHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
        command.getSubcommands().values().forEach(Lookalike::offerHelp);
    }

    /** Whatever the user can mend is one sentence; only a defect shows where it happened. */
    private static int explain(Exception thrown, PrintWriter err) {
        if (thrown instanceof InvalidSettings) {
            err.println(thrown.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (thrown instanceof SystemFailure
                || thrown instanceof TransientFailure
                || thrown instanceof PermanentFailure
                || thrown instanceof IllegalArgumentException
                || thrown.getClass().getPackageName().startsWith("org.lookalike")) {
            err.println("lookalike: " + thrown.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        LoggerFactory.getLogger(Lookalike.class).error("a defect of lookalike itself", thrown);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
