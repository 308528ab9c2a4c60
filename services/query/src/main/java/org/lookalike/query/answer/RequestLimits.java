package org.lookalike.query.answer;

import java.time.Duration;
import org.lookalike.latent.labelling.AuditSample;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.SearchOptions;

/**
 * What one request may ask for, and for how long.
 *
 * @param maxK most hits, 1 to {@link #MAX_K}
 * @param maxClusters most clusters, and most labels, that a request may name, 1 to {@link #MAX_CLUSTERS}
 * @param maxExamples most images that a query may consist of, 1 to {@link #MAX_EXAMPLES}
 * @param maxLooks most images of a cluster that may be asked for to look at, 1 to {@link AuditSample#MAX_SIZE}
 * @param defaultDeadline after the record's timestamp, where the request names no deadline
 * @param maxWait a request that waited longer is answered OVERLOADED
 * @param searchTimeout most time for one search
 */
public record RequestLimits(
        int maxK,
        int maxClusters,
        int maxExamples,
        int maxLooks,
        Duration defaultDeadline,
        Duration maxWait,
        Duration searchTimeout) {
    /** One less than the store's own limit: the query image itself is asked for too, and left out. */
    public static final int MAX_K = SearchOptions.MAX_K - 1;
    /** As many as a filter of the store takes. */
    public static final int MAX_CLUSTERS = Condition.MAX_VALUES;

    public static final int MAX_EXAMPLES = 1_024;

    public RequestLimits {
        if (maxK < 1 || maxK > MAX_K) {
            throw new IllegalArgumentException("maxK is %d, must be 1 to %d".formatted(maxK, MAX_K));
        }
        if (maxClusters < 1 || maxClusters > MAX_CLUSTERS) {
            throw new IllegalArgumentException(
                    "maxClusters is %d, must be 1 to %d".formatted(maxClusters, MAX_CLUSTERS));
        }
        if (maxExamples < 1 || maxExamples > MAX_EXAMPLES || maxLooks < 1 || maxLooks > AuditSample.MAX_SIZE) {
            throw new IllegalArgumentException("maxExamples is %d and maxLooks is %d, must be 1 to %d and 1 to %d"
                    .formatted(maxExamples, maxLooks, MAX_EXAMPLES, AuditSample.MAX_SIZE));
        }
        requirePositive("defaultDeadline", defaultDeadline);
        requirePositive("maxWait", maxWait);
        requirePositive("searchTimeout", searchTimeout);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, must be more than zero".formatted(name, value));
        }
    }
}
