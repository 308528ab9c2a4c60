package org.lookalike.standalone.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.latent.retrieval.RankedQuery;
import org.lookalike.latent.retrieval.RetrievalMetrics;

/** Searches over the request topic and what can be said of the answers. */
public final class Searches {
    private static final int HITS = 10;
    /** So many wait at once: enough to fill the service's batches, few enough to show a latency that means something. */
    private static final int IN_FLIGHT = 16;

    private final SearchClient client;

    public Searches(SearchClient client) {
        this.client = client;
    }

    /** One search by an indexed picture. */
    public RunSummary.Search byImageId(String imageId, int hits) {
        SearchResult result =
                client.search(SearchQuery.byImageId(imageId).k(hits)).join();
        return new RunSummary.Search(
                imageId,
                result.timings().roundTrip(),
                result.hits().stream()
                        .map(hit -> new RunSummary.Hit(hit.imageId(), hit.score(), hit.uri()))
                        .toList());
    }

    /**
     * Searches with pictures of known class and counts the neighbours that share it.
     *
     * @param labels class by image id, of every indexed picture that has one
     * @param queries the ids to search with
     */
    public RunSummary.Retrieval retrieval(Map<String, String> labels, Collection<String> queries) {
        List<Double> latencies = new ArrayList<>();
        List<RankedQuery> rankings = new ArrayList<>();
        List<String> waiting = new ArrayList<>(queries);
        for (int start = 0; start < waiting.size(); start += IN_FLIGHT) {
            List<String> some = waiting.subList(start, Math.min(start + IN_FLIGHT, waiting.size()));
            List<CompletableFuture<SearchResult>> answers = some.stream()
                    .map(id -> client.search(SearchQuery.byImageId(id).k(HITS)))
                    .toList();
            for (int index = 0; index < some.size(); index++) {
                SearchResult result = join(answers.get(index));
                latencies.add(result.timings().roundTrip());
                rankings.add(ranking(labels, some.get(index), result));
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

    private static RankedQuery ranking(Map<String, String> labels, String query, SearchResult result) {
        String label = labels.getOrDefault(query, "");
        long relevant = labels.values().stream().filter(label::equals).count() - 1;
        List<String> hits = result.hits().stream()
                .map(hit -> labels.getOrDefault(hit.imageId(), "(none)"))
                .toList();
        return new RankedQuery(label, hits, (int) relevant);
    }

    private static SearchResult join(CompletableFuture<SearchResult> answer) {
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
