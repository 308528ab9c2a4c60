package org.lookalike.standalone.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.latent.retrieval.RankedQuery;
import org.lookalike.latent.retrieval.RetrievalMetrics;

/** Searches over the request topic, and figures of the answers. */
public final class DemoSearches {
    private static final int HITS = 10;
    /** So many wait at once: enough to fill the service's batches, few enough to show a latency that means something. */
    private static final int IN_FLIGHT = 16;

    private final SearchClient client;

    public DemoSearches(SearchClient client) {
        this.client = client;
    }

    /**
     * One search.
     *
     * @param what how to call the query in the report
     * @throws SearchException if it was refused or not answered
     */
    public RunSummary.Search search(String what, SearchQuery query) {
        Answered answered = join(ask(query));
        return new RunSummary.Search(
                what,
                answered.milliseconds(),
                answered.result().hits().stream()
                        .map(hit -> new RunSummary.Hit(
                                hit.imageId(), hit.score(), hit.uri().toString()))
                        .toList());
    }

    /**
     * Searches with images of known class and counts the neighbours that share it.
     *
     * @param labels class by image id, of every indexed image that has one
     * @param queries the ids to search with
     */
    public RunSummary.Retrieval retrieval(Map<String, String> labels, Collection<String> queries) {
        List<Double> latencies = new ArrayList<>();
        List<RankedQuery> rankings = new ArrayList<>();
        List<String> waiting = new ArrayList<>(queries);
        for (int start = 0; start < waiting.size(); start += IN_FLIGHT) {
            List<String> some = waiting.subList(start, Math.min(start + IN_FLIGHT, waiting.size()));
            List<CompletableFuture<Answered>> answers = some.stream()
                    .map(id -> ask(SearchQuery.byImageId(id).k(HITS).build()))
                    .toList();
            for (int index = 0; index < some.size(); index++) {
                Answered answered = join(answers.get(index));
                latencies.add(answered.milliseconds());
                rankings.add(ranking(labels, some.get(index), answered.result()));
            }
        }
        latencies.sort(null);
        RetrievalMetrics metrics = RetrievalMetrics.of(rankings);
        return new RunSummary.Retrieval(
                (int) labels.values().stream().distinct().count(),
                waiting.size(),
                metrics.precisionAt1(),
                metrics.precisionAt10(),
                latencies.get(latencies.size() / 2));
    }

    private record Answered(SearchResult result, double milliseconds) {}

    private CompletableFuture<Answered> ask(SearchQuery query) {
        long start = System.nanoTime();
        return client.search(query).thenApply(result -> new Answered(result, (System.nanoTime() - start) / 1e6));
    }

    private static RankedQuery ranking(Map<String, String> labels, String query, SearchResult result) {
        String label = labels.getOrDefault(query, "");
        long relevant = labels.values().stream().filter(label::equals).count() - 1;
        List<String> hits = result.hits().stream()
                .map(hit -> labels.getOrDefault(hit.imageId(), "(none)"))
                .toList();
        return new RankedQuery(label, hits, (int) relevant);
    }

    private static Answered join(CompletableFuture<Answered> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
