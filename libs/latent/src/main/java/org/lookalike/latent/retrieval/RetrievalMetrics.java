package org.lookalike.latent.retrieval;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * How well a search ranks, as means over queries, each figure 0 (worst) to 1 (best).
 *
 * <p>The definitions are those of Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), section
 * 8.4 "Evaluation of ranked retrieval results": precision at k, and mean average precision over the whole ranking that
 * was handed in. With Q queries,
 *
 * <pre>
 *   mean P@k = (1 / Q) · Σ |relevant among the first k of query q| / k
 *   MAP      = (1 / Q) · Σ AP(q)     AP(q) = (1 / R) · Σ P@r over the ranks r of q's relevant hits
 * </pre>
 *
 * <p>R is the number of relevant items in the gallery, so a ranking that was cut off is charged for what it lacks. A
 * query without any relevant item scores 0 in all three.
 *
 * @param queries how many queries there were, at least 1
 * @param precisionAt1 mean precision at 1: the fraction of queries whose best hit is relevant
 * @param precisionAt10 mean precision at 10
 * @param meanAveragePrecision mean average precision
 */
public record RetrievalMetrics(int queries, double precisionAt1, double precisionAt10, double meanAveragePrecision) {
    /**
     * Averages over rankings.
     *
     * @throws IllegalArgumentException if there is none, for then no mean exists
     */
    public static RetrievalMetrics of(Collection<RankedQuery> rankings) {
        if (rankings.isEmpty()) {
            throw new IllegalArgumentException("0 rankings, at least 1 is needed for a mean");
        }
        return new RetrievalMetrics(
                rankings.size(),
                mean(rankings, query -> query.precisionAt(1)),
                mean(rankings, query -> query.precisionAt(10)),
                mean(rankings, RankedQuery::averagePrecision));
    }

    private static double mean(Collection<RankedQuery> rankings, ToDoubleFunction<RankedQuery> figure) {
        return rankings.stream().mapToDouble(figure).average().orElseThrow();
    }
}
