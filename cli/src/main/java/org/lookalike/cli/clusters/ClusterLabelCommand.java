package org.lookalike.cli.clusters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.labels.LabelOptions;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.search.HitFormat;
import org.lookalike.cli.search.SearchCalls;
import org.lookalike.cli.system.SystemFailure;
import org.lookalike.client.ClusterBuilder;
import org.lookalike.client.LabelPublisher;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.schemas.LabelText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a handful of a cluster's images, asks what they are, and calls the whole cluster that. */
@Command(
        name = "label",
        description = {
            "Look at a handful of a cluster's pictures, and call all of it what they are.",
            "Asks for each picture, unless --all or --answer says it. Pictures that were looked at get labels of their own."
        })
public final class ClusterLabelCommand implements Callable<Integer> {
    @Mixin
    private LabelOptions options = new LabelOptions();

    @Parameters(paramLabel = "ID", description = "The cluster's id.")
    private String clusterId = "";

    @Option(names = "--space", paramLabel = "ID", description = "Of this space (default: the active one).")
    private @Nullable String space;

    @Option(
            names = "--looks",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many pictures to look at (default: ${DEFAULT-VALUE}).")
    private int sampleSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which ones chance draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--confidence",
            paramLabel = "SHARE",
            defaultValue = "0.95",
            description = "How often the bound of the purity shall hold (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--answer",
            paramLabel = "IMAGE_ID=LABEL",
            description = "What one of the pictures is; may be repeated.")
    private List<String> given = List.of();

    @Option(names = "--all", paramLabel = "LABEL", description = "What all others are that the bound rests on.")
    private @Nullable String all;

    @Option(
            names = "--min-purity",
            paramLabel = "SHARE",
            defaultValue = "0.4",
            description =
                    "Label nothing where the bound is lower (default: ${DEFAULT-VALUE}, which five looks out of five"
                            + " exceed).")
    private double minPurity;

    @Option(names = "--force", description = "Label it even then.")
    private boolean force;

    @Option(
            names = "--dry-run",
            description = "Show the pictures, and what follows from answers given; ask and label nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        return SearchCalls.with(options.kafka(), client -> {
            SearchResult shown = SearchCalls.ask(client, question(Map.of()));
            boolean asks = given.isEmpty() && all == null && !dryRun;
            Map<String, String> answers = asks ? asked(shown) : answers(shown);
            if (!asks) {
                shown.hits().forEach(hit -> Console.line(line(hit)));
            }
            if (answers.isEmpty()) {
                if (dryRun) {
                    return 0;
                }
                throw new SystemFailure("nothing was answered, so nothing is labelled");
            }
            return conclude(SearchCalls.ask(client, question(answers)), answers);
        });
    }

    private SearchQuery question(Map<String, String> answers) {
        ClusterBuilder question = SearchQuery.byCluster(clusterId)
                .sampleSize(sampleSize)
                .seed(seed)
                .confidence(confidence);
        answers.forEach(question::answer);
        if (space != null) {
            question.space(space);
        }
        return question.build();
    }

    private int conclude(SearchResult result, Map<String, String> answers) {
        SearchResult.ClusterAnswer answer = answer(result);
        if (answer.label() == null) {
            throw new SystemFailure("no label leads among the answers, so nothing is labelled");
        }
        Console.line(HitFormat.format(
                "cluster %s: %s, by %d of %d looks; at %s confidence at least %.1f %% of its %,d pictures are that",
                clusterId,
                answer.label(),
                answer.agreed(),
                answer.looked().size(),
                answer.confidence(),
                100 * answer.purityBound(),
                answer.members()));
        List<SearchResult.Hit> outliers = result.hits().stream()
                .filter(hit -> hit.role().equals("OUTLIER"))
                .toList();
        if (!outliers.isEmpty()) {
            Console.line("Worth a look, for they may be something else:");
            outliers.forEach(hit -> Console.line(line(hit)));
        }
        if (dryRun) {
            Console.step("nothing is labelled: --dry-run");
            return 0;
        }
        if (answer.purityBound() < minPurity && !force) {
            throw new SystemFailure(HitFormat.format(
                    "nothing is labelled: the bound of %.3f is below --min-purity=%s; look at more with --looks, or --force",
                    answer.purityBound(), minPurity));
        }
        options.publish(publisher -> words(publisher, result, answers));
        Console.line(
                "labelled: cluster %s and the %d picture%s that you looked at; `lookalike clusters unlabel %s` undoes it"
                        .formatted(clusterId, answers.size(), answers.size() == 1 ? "" : "s", clusterId));
        return 0;
    }

    /** Images first: one that is something else is never called what its cluster is, not even for a moment. */
    private static List<CompletableFuture<Void>> words(
            LabelPublisher publisher, SearchResult result, Map<String, String> answers) {
        List<CompletableFuture<Void>> words = new ArrayList<>();
        answers.forEach((imageId, label) -> words.add(publisher.labelImage(imageId, label)));
        words.add(publisher.labelCluster(result));
        return words;
    }

    private Map<String, String> answers(SearchResult shown) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String text : given) {
            String imageId = shown.hits().stream()
                    .map(SearchResult.Hit::imageId)
                    .filter(id -> text.startsWith(id + "="))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("--answer=%s is about none of the pictures to look at: %s"
                                    .formatted(text, String.join(", ", ids(shown)))));
            answers.put(imageId, LabelText.require(text.substring(imageId.length() + 1)));
        }
        if (all != null) {
            String label = LabelText.require(all);
            answer(shown).looked().forEach(id -> answers.putIfAbsent(id, label));
        }
        return answers;
    }

    private static Map<String, String> asked(SearchResult shown) {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        Map<String, String> answers = new LinkedHashMap<>();
        Console.step("what is it? Nothing means that you do not know.");
        for (SearchResult.Hit hit : shown.hits()) {
            Console.line(line(hit));
            Console.prompt("    it is: ");
            Optional<String> label = line(input);
            if (label.isEmpty()) {
                return answers;
            }
            label.filter(text -> !text.isEmpty())
                    .ifPresent(text -> answers.put(hit.imageId(), LabelText.require(text)));
        }
        return answers;
    }

    private static Optional<String> line(BufferedReader input) {
        try {
            return Optional.ofNullable(input.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    private static Set<String> ids(SearchResult shown) {
        return shown.hits().stream()
                .map(SearchResult.Hit::imageId)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static SearchResult.ClusterAnswer answer(SearchResult result) {
        return Objects.requireNonNull(result.clusterAnswer(), "the service gave no answer about the cluster");
    }

    private static String line(SearchResult.Hit hit) {
        return "  %-8s  %s  %s%s"
                .formatted(
                        hit.role(),
                        hit.imageId(),
                        HitFormat.place(hit),
                        hit.label() == null ? "" : "  [%s]".formatted(hit.label()));
    }
}
