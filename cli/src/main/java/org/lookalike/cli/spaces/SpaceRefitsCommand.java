package org.lookalike.cli.spaces;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.lookalike.admin.spaces.RefitSummary;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.cli.output.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the last refits found. */
@Command(name = "refits", description = "List the latest refits and whether they proposed a space, one line each.")
final class SpaceRefitsCommand implements Callable<Integer> {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Option(names = "-n", paramLabel = "N", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
    private int last;

    @Override
    public Integer call() {
        if (last < 1) {
            throw new IllegalArgumentException("-n is %d, must be at least 1".formatted(last));
        }
        List<RefitSummary> refits;
        try (SpaceTopics topics = options.topics()) {
            refits = topics.refits().stream().map(RefitSummary::of).toList();
        }
        refits = refits.subList(Math.max(0, refits.size() - last), refits.size());
        if (options.json()) {
            Console.line(Json.indented(refits));
            return 0;
        }
        table(refits).lines().forEach(Console::line);
        return 0;
    }

    static TextTable table(List<RefitSummary> refits) {
        TextTable table = new TextTable(
                "at",
                "space",
                "outcome",
                "sample",
                "dimensions",
                "clusters",
                "variance",
                "before",
                "overlap@10",
                "seconds",
                "MiB",
                "why");
        for (RefitSummary refit : refits) {
            table.row(
                    refit.at(),
                    refit.spaceId(),
                    refit.proposed() ? "proposed" : refit.handedOver() ? "handed over" : "rejected",
                    "%,d".formatted(refit.sampleSize()),
                    Integer.toString(refit.dimensions()),
                    Integer.toString(refit.clusters()),
                    share(refit.explainedVariance()),
                    refit.previousExplainedVariance() == null ? "-" : share(refit.previousExplainedVariance()),
                    refit.overlapAt10() == null ? "-" : share(refit.overlapAt10()),
                    String.format(Locale.ROOT, "%.1f", refit.fitMillis() / 1000.0),
                    "%,d".formatted(refit.fitBytes() >> 20),
                    refit.reason());
        }
        return table;
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
