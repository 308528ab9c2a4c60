package org.lookalike.bench.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lookalike.latent.retrieval.RankedQuery;

/**
 * The figures of one query.
 *
 * @param precisionAt10 the share of its first ten hits that are of its class
 * @param averagePrecision over the whole ranking
 * @param first 1 where the first hit is of its class, else 0
 */
record QueryFigures(double precisionAt10, double averagePrecision, double first) {
    static QueryFigures of(RankedQuery query) {
        return new QueryFigures(query.precisionAt(10), query.averagePrecision(), query.precisionAt(1));
    }

    /**
     * A mean over queries and what it may be off by.
     *
     * @param mean over splits of the mean over their queries
     * @param margin half of the 95 % interval for the mean of one split's queries
     * @param deviation between splits; 0 for one split
     */
    record Mean(double mean, double margin, double deviation) {
        private static final double NORMAL_95 = 1.96;

        /** @param splits the queries of each split */
        static Mean of(List<List<QueryFigures>> splits, ToDoubleFunction<QueryFigures> figure) {
            List<Double> means = new ArrayList<>();
            double margins = 0;
            for (List<QueryFigures> queries : splits) {
                double mean = queries.stream().mapToDouble(figure).average().orElseThrow();
                double squares = queries.stream()
                        .mapToDouble(query -> Math.pow(figure.applyAsDouble(query) - mean, 2))
                        .sum();
                margins += NORMAL_95 * Math.sqrt(squares / Math.max(1, queries.size() - 1) / queries.size());
                means.add(mean);
            }
            double mean =
                    means.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double squares =
                    means.stream().mapToDouble(each -> Math.pow(each - mean, 2)).sum();
            return new Mean(mean, margins / splits.size(), Math.sqrt(squares / Math.max(1, means.size() - 1)));
        }
    }

    /** What it has more than another answer to the same query. */
    QueryFigures minus(QueryFigures other) {
        return new QueryFigures(
                precisionAt10 - other.precisionAt10, averagePrecision - other.averagePrecision, first - other.first);
    }
}
