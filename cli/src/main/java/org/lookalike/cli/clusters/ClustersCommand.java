package org.lookalike.cli.clusters;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.LabelLookup;
import org.lookalike.admin.spaces.ClusterSummary;
import org.lookalike.admin.spaces.SpaceHistory;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.cli.output.TextTable;
import org.lookalike.cli.spaces.SpaceOptions;
import org.lookalike.events.ClusterEvent;
import org.lookalike.spaces.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The groups into which a space's images fall. */
@Command(
        name = "clusters",
        description = "List the clusters of a space: label, size, spread, examples, change. Label them.",
        subcommands = {ClusterLabelCommand.class, ClusterUnlabelCommand.class})
public final class ClustersCommand implements Callable<Integer> {
    private static final int SHOWN_EXAMPLES = 3;

    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Option(names = "--space", paramLabel = "ID", description = "Of this space (default: the active one).")
    private String spaceId = "";

    @Override
    public Integer call() {
        Space space;
        List<ClusterSummary> clusters;
        try (SpaceTopics topics = options.topics()) {
            SpaceHistory history = topics.history();
            space = SpaceOptions.chosen(history, spaceId);
            List<ClusterEvent> events = topics.clustersOf(space.id());
            LabelLookup naming = new LabelLookup(topics.labels(), space, history.spaces());
            clusters = ClusterSummary.of(space, previous(history, events), events, naming::ofCluster);
        }
        if (options.json()) {
            Console.line(Json.indented(clusters));
            return 0;
        }
        table(clusters).lines().forEach(Console::line);
        Console.step(
                space.clusters().isEmpty()
                        ? "space %s has no clusters: a refit finds them".formatted(space.id())
                        : "space %s, %d clusters; sizes and shares are those of the refit's sample"
                                .formatted(space.id(), space.clusters().size()));
        return 0;
    }

    private static @Nullable Space previous(SpaceHistory history, List<ClusterEvent> events) {
        return events.stream()
                .map(ClusterEvent::getPreviousSpaceId)
                .filter(id -> id != null)
                .findFirst()
                .flatMap(id -> history.spaces().find(id))
                .orElse(null);
    }

    static TextTable table(List<ClusterSummary> clusters) {
        TextTable table = new TextTable("cluster", "label", "size", "share", "before", "spread", "change", "examples");
        for (ClusterSummary cluster : clusters) {
            table.row(
                    cluster.id(),
                    cluster.label() == null ? "" : cluster.label(),
                    "%,d".formatted(cluster.size()),
                    percent(cluster.share()),
                    cluster.previousShare() == null ? "-" : percent(cluster.previousShare()),
                    String.format(Locale.ROOT, "%.3f", cluster.spread()),
                    change(cluster),
                    String.join(
                            ", ",
                            cluster.examples()
                                    .subList(
                                            0,
                                            Math.min(
                                                    SHOWN_EXAMPLES,
                                                    cluster.examples().size()))));
        }
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String change(ClusterSummary cluster) {
        if (cluster.change() == null) {
            return "";
        }
        String related = String.join(", ", cluster.related());
        return switch (cluster.change()) {
            case "CONTINUE" -> "goes on";
            case "BIRTH" -> "new";
            case "SPLIT" -> "split from " + related;
            case "MERGE" -> "merged from " + related;
            case "DEATH" -> related.isEmpty() ? "gone" : "went into " + related;
            default -> cluster.change();
        };
    }
}
