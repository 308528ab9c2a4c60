package org.lookalike.cli.spaces;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.spaces.SpaceHistory;
import org.lookalike.admin.spaces.SpaceSummary;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.cli.output.TextTable;
import org.lookalike.spaces.Generation.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which spaces there are, how their generations fare, and which one answers. */
@Command(
        name = "spaces",
        description = "List, show, activate or drop spaces, and list refits.",
        subcommands = {
            SpacesCommand.ListAll.class,
            SpaceShowCommand.class,
            SpaceRefitsCommand.class,
            SpaceActivateCommand.class,
            SpaceDropCommand.class,
            SpaceRebuildCommand.class
        })
public final class SpacesCommand implements Callable<Integer> {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Override
    public Integer call() {
        return list(options);
    }

    /** One line per space. */
    @Command(name = "list", description = "One line per space, the active one with a star.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private SpaceOptions options = new SpaceOptions();

        @Override
        public Integer call() {
            return list(options);
        }
    }

    private static int list(SpaceOptions options) {
        List<SpaceSummary> summaries;
        try (SpaceTopics topics = options.topics()) {
            SpaceHistory history = topics.history();
            summaries = options.summaries(history, history.spaces().all());
        }
        if (options.json()) {
            Console.line(Json.indented(summaries));
            return 0;
        }
        table(summaries).lines().forEach(Console::line);
        return 0;
    }

    static TextTable table(List<SpaceSummary> summaries) {
        TextTable table = new TextTable(
                "", "space", "encoder", "kind", "dimensions", "clusters", "state", "counted", "progress", "since");
        for (SpaceSummary space : summaries) {
            table.row(
                    space.active() ? "*" : "",
                    space.id(),
                    space.encoder(),
                    space.kind().title(),
                    Integer.toString(space.dimensions()),
                    space.fitted() ? Integer.toString(space.clusters()) : "-",
                    space.state(),
                    counted(space),
                    waitsForAudit(space) ? "read, waits for the audit" : progress(space.progress()),
                    space.stateSince() == null ? "-" : space.stateSince());
        }
        return table;
    }

    /** Whether its collection is filled, and becomes ready once the audit has compared it. */
    private static boolean waitsForAudit(SpaceSummary space) {
        return space.state().equals(State.BUILDING.name())
                && space.progress() != null
                && space.progress().left() == 0;
    }

    /** What the collection held when it was counted, before it got ready; beside what it should have, if that differs. */
    static String counted(SpaceSummary space) {
        if (space.counted() == null) {
            return "-";
        }
        String counted = "%,d".formatted(space.counted());
        return space.counted().equals(space.expected()) ? counted : counted + " of %,d".formatted(space.expected());
    }

    static String progress(SpaceSummary.@Nullable Progress progress) {
        if (progress == null) {
            return "-";
        }
        if (progress.left() == 0) {
            return "up to date";
        }
        String share = String.format(
                Locale.ROOT, "%.0f %%, %,d records to do", Math.floor(100 * progress.share()), progress.left());
        if (progress.perSecond() == null || progress.secondsLeft() == null) {
            return share;
        }
        return String.format(
                Locale.ROOT, "%s, %.0f/s, %s left", share, progress.perSecond(), duration(progress.secondsLeft()));
    }

    private static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
