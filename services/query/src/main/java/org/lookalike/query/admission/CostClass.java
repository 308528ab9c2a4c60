package org.lookalike.query.admission;

import org.lookalike.events.ClusterQuery;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;

/** What a request costs: requests of one class wait for each other alone. */
public enum CostClass {
    /** A plain search: at most a decoding, an inference, a read and a search. */
    SEARCH,
    /** Waits for the image store. */
    FETCH,
    /** Takes many reads, many inferences or much arithmetic. */
    ANALYSIS,
    /** Goes through all rows of a cluster. */
    CLUSTER;

    /** More pictures in one query are no plain search. */
    private static final int MAX_PLAIN_EXAMPLES = 8;
    /** A filter of more ids is no plain search. */
    private static final int MAX_PLAIN_IDS = 1_000;

    /**
     * The class of a request.
     *
     * @param labelledIds how many ids its filter by labels takes
     * @param enrolled whether the classes of its space are at hand, so that recognition reads nothing
     */
    public static CostClass of(SearchRequest request, int labelledIds, boolean enrolled) {
        Object query = request.getQuery();
        if (query instanceof ClusterQuery) {
            return CLUSTER;
        }
        boolean recognition =
                request.getRecognise() != null && (request.getRecognise().getFalseMatchRate() != null || !enrolled);
        if (recognition
                || request.getPlace()
                || request.getCollapse() != null
                || request.getGroupBy() != null
                || labelledIds > MAX_PLAIN_IDS
                || (query instanceof ExamplesQuery examples
                        && examples.getLike().size() + examples.getUnlike().size() > MAX_PLAIN_EXAMPLES)) {
            return ANALYSIS;
        }
        boolean fetched = query instanceof UriQuery
                || (query instanceof ExamplesQuery examples
                        && (examples.getLike().stream().anyMatch(UriQuery.class::isInstance)
                                || examples.getUnlike().stream().anyMatch(UriQuery.class::isInstance)));
        return fetched ? FETCH : SEARCH;
    }
}
