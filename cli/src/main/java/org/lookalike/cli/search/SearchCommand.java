package org.lookalike.cli.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a running system what looks like an image. */
@Command(name = "search", description = "Ask what looks like a picture file or an indexed picture, or several.")
public final class SearchCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Mixin
    private RefineOptions refine = new RefineOptions();

    @Parameters(
            paramLabel = "FILE|IMAGE_ID",
            arity = "0..1",
            description = "A picture file, or the id of an indexed picture; may be left out where --like is given.")
    private String what = "";

    @Option(names = "-k", defaultValue = "10", description = "How many hits (default: ${DEFAULT-VALUE}).")
    private int k;

    @Option(names = "--source", description = "Only pictures of this source; may be repeated.")
    private List<String> sources = List.of();

    @Option(names = "--id", paramLabel = "IMAGE_ID", description = "Only this indexed picture; may be repeated.")
    private List<String> ids = List.of();

    @Option(
            names = "--cluster",
            paramLabel = "ID",
            description = "Only pictures of this cluster of the space; may be repeated.")
    private List<String> clusters = List.of();

    @Option(
            names = "--max-cluster-distance",
            paramLabel = "DISTANCE",
            description = "Only pictures at most this far from their cluster's centre, 0 or more.")
    private @Nullable Float maxClusterDistance;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "Only pictures with this label, their own or their cluster's; may be repeated.")
    private List<String> labels = List.of();

    @Option(
            names = "--without-label",
            paramLabel = "LABEL",
            description = "No picture with this label, its own or else its cluster's; may be repeated.")
    private List<String> withoutLabels = List.of();

    @Option(names = "--unlabelled", description = "Only pictures without a label, of their own or of their cluster.")
    private boolean unlabelled;

    @Option(names = "--recognise", description = "Also say which enrolled class the picture belongs to, if any.")
    private boolean recognise;

    @Option(names = "--space", paramLabel = "ID", description = "Search this space instead of the active one.")
    private @Nullable String space;

    @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "Only pictures with this attribute.")
    private Map<String, String> attributes = Map.of();

    @Option(names = "--from", paramLabel = "INSTANT", description = "Only pictures taken at or after this instant.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Only pictures taken before this instant.")
    private @Nullable Instant to;

    @Option(names = "--min-score", description = "Only hits with at least this cosine similarity, -1 to 1.")
    private @Nullable Float minScore;

    @Option(names = "--include-query", description = "Let the query picture itself be a hit.")
    private boolean includeQuery;

    @Option(
            names = "--expand",
            negatable = true,
            fallbackValue = "true",
            description = "Search with the query and its two nearest together, or with the query alone (default: the"
                    + " service's setting).")
    private @Nullable Boolean expand;

    @Option(
            names = "--rotations",
            description =
                    "Also search with the picture file turned by 90, 180 and 270 degrees, and take each hit's best"
                            + " score.")
    private boolean rotations;

    @Override
    public Integer call() {
        SearchQuery query = query();
        return SearchCalls.with(system.kafka(), client -> {
            long start = System.nanoTime();
            print(SearchCalls.ask(client, query), (System.nanoTime() - start) / 1e6);
            return 0;
        });
    }

    private void print(SearchResult result, double milliseconds) {
        Console.line("");
        Console.line("What looks like %s? (%.0f ms, space %s%s)"
                .formatted(
                        refine.named(what),
                        milliseconds,
                        result.space(),
                        result.expanded() ? ", in the order of the query and its two nearest" : ""));
        if (result.verdict() != null) {
            Console.line("  " + HitFormat.line(result.verdict()));
        }
        int rank = 1;
        for (SearchResult.Hit hit : result.hits()) {
            Console.line("  %2d  %s".formatted(rank++, HitFormat.line(hit)));
        }
        if (result.hits().isEmpty()) {
            Console.line("  nothing");
        }
    }

    private SearchQuery query() {
        SearchQuery.Builder query =
                refine.query(what).k(k).excludeQuery(!includeQuery).sources(sources.toArray(String[]::new));
        query.ids(ids.toArray(String[]::new));
        query.clusters(clusters.toArray(String[]::new));
        query.labels(labels.toArray(String[]::new));
        query.withoutLabels(withoutLabels.toArray(String[]::new));
        if (unlabelled) {
            query.unlabelled();
        }
        attributes.forEach(query::attribute);
        if (maxClusterDistance != null) {
            query.maxClusterDistance(maxClusterDistance);
        }
        if (recognise) {
            query.recognise();
        }
        if (space != null) {
            query.space(space);
        }
        if (from != null) {
            query.from(from);
        }
        if (to != null) {
            query.to(to);
        }
        if (expand != null) {
            query.expand(expand);
        }
        if (rotations) {
            query.rotations();
        }
        if (minScore != null) {
            query.minScore(minScore);
        }
        return query.build();
    }
}
