package org.lookalike.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.standalone.report.Searches;
import org.lookalike.standalone.system.SystemFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a running system what looks like a picture. */
@Command(name = "search", description = "Ask what looks like a picture file or an indexed picture.")
public final class SearchCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "FILE|IMAGE_ID", description = "A picture file, or the id of an indexed picture.")
    private String what = "";

    @Option(names = "-k", defaultValue = "10", description = "How many hits (default: ${DEFAULT-VALUE}).")
    private int k;

    @Option(names = "--source", description = "Only pictures of this source; may be repeated.")
    private List<String> sources = List.of();

    @Option(
            names = "--cluster",
            paramLabel = "ID",
            description = "Only pictures of this cluster of the space; may be repeated.")
    private List<String> clusters = List.of();

    @Option(names = "--space", paramLabel = "ID", description = "Ask this space instead of the active one.")
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

    @Override
    public Integer call() {
        try (SearchClient client = Searches.client(cluster.kafka())) {
            SearchQuery query = query();
            long start = System.nanoTime();
            print(client.search(query).join(), (System.nanoTime() - start) / 1e6);
            return 0;
        } catch (CompletionException e) {
            if (e.getCause() instanceof SearchException refusal) {
                throw failure(refusal);
            }
            throw e;
        } catch (SearchException e) {
            throw failure(e);
        }
    }

    private static SystemFailure failure(SearchException cause) {
        return new SystemFailure(String.valueOf(cause.getMessage()), cause);
    }

    private void print(SearchResult result, double milliseconds) {
        Console.line("");
        Console.line("What looks like %s? (%.0f ms, space %s)".formatted(what, milliseconds, result.space()));
        int rank = 1;
        for (SearchResult.Hit hit : result.hits()) {
            Console.line(
                    "  %2d  %.4f  %s  %s%s".formatted(rank++, hit.score(), hit.imageId(), hit.uri(), clusterOf(hit)));
        }
        if (result.hits().isEmpty()) {
            Console.line("  nothing");
        }
    }

    private static String clusterOf(SearchResult.Hit hit) {
        return hit.cluster().isEmpty() ? "" : "  cluster %s at %.4f".formatted(hit.cluster(), hit.clusterDistance());
    }

    private SearchQuery query() {
        SearchQuery.Builder query = base().k(k).excludeQuery(!includeQuery).sources(sources.toArray(String[]::new));
        query.clusters(clusters.toArray(String[]::new));
        attributes.forEach(query::attribute);
        if (space != null) {
            query.space(space);
        }
        if (from != null) {
            query.from(from);
        }
        if (to != null) {
            query.to(to);
        }
        if (minScore != null) {
            query.minScore(minScore);
        }
        return query.build();
    }

    private SearchQuery.Builder base() {
        Path file = Path.of(what);
        if (!Files.isRegularFile(file)) {
            return SearchQuery.byImageId(what);
        }
        try {
            return SearchQuery.byPicture(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }
}
