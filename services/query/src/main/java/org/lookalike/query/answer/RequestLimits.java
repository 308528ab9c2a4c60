package org.lookalike.query.answer;

import java.time.Duration;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;

/**
 * What one request may ask for, and for how long.
 *
 * @param maxK most hits, 1 to {@link #LARGEST_K}
 * @param maxClusters most clusters that a request may name, 1 to {@link #MOST_CLUSTERS}
 * @param defaultDeadline after the record's timestamp, where the request names no deadline
 * @param maxWait a request that waited longer is answered OVERLOADED
 * @param searchTimeout most time for one search
 */
public record RequestLimits(
        int maxK, int maxClusters, Duration defaultDeadline, Duration maxWait, Duration searchTimeout) {
    /** One less than the store's own limit: the query picture itself is asked for too, and left out. */
    public static final int LARGEST_K = SearchOptions.MAX_K - 1;
    /** As many as a filter of the store takes. */
    public static final int MOST_CLUSTERS = RowFilter.MAX_VALUES;

    public RequestLimits {
        if (maxK < 1 || maxK > LARGEST_K) {
            throw new IllegalArgumentException("maxK is %d, must be 1 to %d".formatted(maxK, LARGEST_K));
        }
        if (maxClusters < 1 || maxClusters > MOST_CLUSTERS) {
            throw new IllegalArgumentException(
                    "maxClusters is %d, must be 1 to %d".formatted(maxClusters, MOST_CLUSTERS));
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
