package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

import java.time.Duration;

/**
 * How a search is limited.
 *
 * @param k most hits for one vector, 1 to {@value #MAX_K}
 * @param filter which rows may be hits
 * @param minScore least cosine similarity of a hit, -1 to 1; -1 lets all through
 * @param timeout after which the search fails with a {@code TransientFailure}; more than zero. It covers the whole
 *     call; an implementation may have a lower limit of its own
 */
public record SearchOptions(int k, RowFilter filter, float minScore, Duration timeout) {

    public static final int MAX_K = 16_384;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public SearchOptions {
        require(k >= 1 && k <= MAX_K, "k is %d, must be 1 to %d", k, MAX_K);
        require(minScore >= -1 && minScore <= 1, "minimum score is %s, must be -1 to 1", minScore);
        require(!timeout.isNegative() && !timeout.isZero(), "timeout is %s, must be more than zero", timeout);
    }

    /** The best k of all rows, within {@link #DEFAULT_TIMEOUT}. */
    public static SearchOptions top(int k) {
        return new SearchOptions(k, RowFilter.ALL, -1, DEFAULT_TIMEOUT);
    }

    public SearchOptions withMinScore(float newMinScore) {
        return new SearchOptions(k, filter, newMinScore, timeout);
    }

    public SearchOptions withTimeout(Duration newTimeout) {
        return new SearchOptions(k, filter, minScore, newTimeout);
    }
}
