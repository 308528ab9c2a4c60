package org.lookalike.cli.spaces;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.spaces.RefitSummary;
import org.lookalike.admin.spaces.SpaceHistory;
import org.lookalike.admin.spaces.SpaceSummary;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Novelty;
import org.lookalike.spaces.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Everything about one space, a candidate that was rejected included. */
@Command(name = "show", description = "Everything about one space, or about a candidate that a refit rejected.")
final class SpaceShowCommand implements Callable<Integer> {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Parameters(paramLabel = "ID", description = "The space's id.")
    private String spaceId = "";

    /**
     * What JSON holds.
     *
     * @param space null for a candidate that was rejected
     * @param collection null for such a candidate
     * @param noveltyThreshold null where there is none
     * @param noveltyRate null where there is none
     * @param activations the last one last
     * @param refit null for a space that no refit made, or whose report is too old
     */
    record Detail(
            @Nullable SpaceSummary space,
            @Nullable String collection,
            @Nullable Float noveltyThreshold,
            @Nullable Double noveltyRate,
            List<ActivationLine> activations,
            @Nullable RefitSummary refit) {}

    record ActivationLine(String at, String by, String reason) {
        static ActivationLine of(Activation activation) {
            return new ActivationLine(activation.at().toString(), activation.by(), activation.reason());
        }
    }

    @Override
    public Integer call() {
        Detail detail = read();
        if (options.json()) {
            Console.line(Json.indented(detail));
            return 0;
        }
        if (detail.space() != null) {
            printSpace(detail, detail.space());
        } else {
            Console.line("space        " + spaceId);
            Console.line("state        rejected by the gate, never defined");
        }
        if (detail.refit() != null) {
            printRefit(detail.refit());
        }
        return 0;
    }

    private Detail read() {
        try (SpaceTopics topics = options.topics()) {
            SpaceHistory history = topics.history();
            RefitSummary refit = topics.refits().stream()
                    .filter(report -> spaceId.equals(report.getSpaceId()))
                    .reduce((earlier, later) -> later)
                    .map(RefitSummary::of)
                    .orElse(null);
            if (refit != null && history.spaces().find(spaceId).isEmpty()) {
                return new Detail(null, null, null, null, List.of(), refit);
            }
            Space space = SpaceOptions.chosen(history, spaceId);
            return new Detail(
                    options.summaries(history, List.of(space)).get(0),
                    space.collection(),
                    space.novelty().map(Novelty::threshold).orElse(null),
                    space.novelty().map(Novelty::rate).orElse(null),
                    history.spaces().activations().stream()
                            .filter(activation -> activation.spaceId().equals(spaceId))
                            .map(ActivationLine::of)
                            .toList(),
                    refit);
        }
    }

    private static void printSpace(Detail detail, SpaceSummary space) {
        Console.line("space        " + space.id() + (space.active() ? ", the active one" : ""));
        Console.line("made of      encoder %s, %d features, topic %s"
                .formatted(space.encoder(), space.encoderDimensions(), space.vectorsTopic()));
        Console.line("coordinates  "
                + (space.fitted()
                        ? "%d, by a refit: %s"
                                .formatted(space.dimensions(), space.kind().title())
                        : "%d, the features at length 1".formatted(space.dimensions())));
        Console.line("clusters     " + space.clusters());
        if (detail.noveltyThreshold() != null && detail.noveltyRate() != null) {
            Console.line(String.format(
                    Locale.ROOT,
                    "novel        beyond a distance of %.4f, as %.2f %% of ordinary pictures are",
                    detail.noveltyThreshold(),
                    100 * detail.noveltyRate()));
        }
        Console.line("collection   " + detail.collection());
        Console.line("state        %s since %s%s"
                .formatted(
                        space.state(),
                        space.stateSince() == null ? "unknown" : space.stateSince(),
                        space.reason().isEmpty() ? "" : ": " + space.reason()));
        Console.line("counted      " + SpacesCommand.counted(space));
        printIds("missing", space.missing());
        printIds("too much", space.extra());
        Console.line("progress     " + SpacesCommand.progress(space.progress()));
        Console.line("defined      " + (space.definedAt() == null ? "unknown" : space.definedAt()));
        for (ActivationLine activation : detail.activations()) {
            Console.line("activated    %s by %s%s"
                    .formatted(
                            activation.at(),
                            activation.by(),
                            activation.reason().isEmpty() ? "" : ": " + activation.reason()));
        }
    }

    private static void printIds(String what, List<String> ids) {
        if (!ids.isEmpty()) {
            Console.line("%-12s %s".formatted(what, String.join(", ", ids)));
        }
    }

    private static void printRefit(RefitSummary refit) {
        Console.line("");
        Console.line("refit        %s, %s: %s"
                .formatted(refit.at(), refit.proposed() ? "proposed" : "rejected", refit.reason()));
        Console.line("window       %s to %s, %,d pictures; %,d vectors fitted"
                .formatted(refit.windowStart(), refit.windowEnd(), refit.windowImages(), refit.sampleSize()));
        Console.line("cost         %,d ms, %,d MiB".formatted(refit.fitMillis(), refit.fitBytes() >> 20));
        Console.line("compared     "
                + (refit.previousSpaceId() == null ? "with nothing" : "with space " + refit.previousSpaceId()));
        if (refit.neighbourPairs() > 0) {
            Console.line(
                    refit.neighbours() == 0
                            ? "neighbours   %,d mutual pairs, too few to whiten by".formatted(refit.neighbourPairs())
                            : String.format(
                                    Locale.ROOT,
                                    "neighbours   %,d mutual pairs of %d neighbours, mean variance %.6f, shrinkage %s",
                                    refit.neighbourPairs(),
                                    refit.neighbours(),
                                    refit.neighbourVariance(),
                                    refit.neighbourShrinkage()));
        }
        figure("variance", "explained", refit.explainedVariance(), refit.previousExplainedVariance());
        if (refit.overlapAt10() != null) {
            Console.line(String.format(
                    Locale.ROOT, "overlap@10   %.4f of the ten nearest are the same", refit.overlapAt10()));
        }
        if (refit.precisionAt10() != null) {
            figure("precision@10", "over labels", refit.precisionAt10(), refit.previousPrecisionAt10());
        }
        for (RefitSummary.Change change : refit.changes()) {
            Console.line("cluster      %-12s %-8s %,8d pictures, %,d shared%s"
                    .formatted(
                            change.clusterId(),
                            change.kind().toLowerCase(Locale.ROOT),
                            change.size(),
                            change.shared(),
                            change.related().isEmpty() ? "" : ", with " + String.join(", ", change.related())));
        }
    }

    private static void figure(String name, String what, double value, @Nullable Double before) {
        Console.line(String.format(Locale.ROOT, "%-12s %.4f %s", name, value, what)
                + (before == null ? "" : String.format(Locale.ROOT, ", %.4f before", before)));
    }
}
