package org.lookalike.query.answer;

import static org.lookalike.query.answer.RequestRules.require;

import org.lookalike.events.BurstRule;
import org.lookalike.events.ClusterQuery;
import org.lookalike.events.SearchRequest;

/** The rules of what a request may ask for beside its query. Thread-safe. */
final class OptionRules {
    private static final int MAX_GROUP = 100;
    private static final long MAX_BURST_MS = 86_400_000;

    private OptionRules() {}

    /** Throws a {@code PermanentFailure} with INVALID_FIELD where a rule is broken. */
    static void check(SearchRequest request) {
        require(
                request.getGroupBy() == null || !request.getGroupBy().isEmpty(),
                "groupBy is empty, must name an attribute");
        require(
                request.getGroupSize() >= 1 && request.getGroupSize() <= MAX_GROUP,
                "groupSize is %d, must be 1 to %d".formatted(request.getGroupSize(), MAX_GROUP));
        BurstRule burst = request.getCollapse();
        if (burst != null) {
            require(
                    burst.getWithinMs() >= 0 && burst.getWithinMs() <= MAX_BURST_MS,
                    "collapse.withinMs is %d, must be 0 to %d".formatted(burst.getWithinMs(), MAX_BURST_MS));
            require(
                    burst.getMinScore() >= 0 && burst.getMinScore() <= 1,
                    "collapse.minScore is %s, must be 0 to 1".formatted(burst.getMinScore()));
        }
        require(
                !(request.getPlace() && request.getQuery() instanceof ClusterQuery),
                "a question about a cluster has no picture that could be placed on the map");
        if (request.getRecognise() != null) {
            Double rate = request.getRecognise().getFalseMatchRate();
            require(
                    rate == null || (rate > 0 && rate < 1),
                    "recognise.falseMatchRate is %s, must be more than 0 and less than 1".formatted(rate));
            require(
                    !(request.getQuery() instanceof ClusterQuery),
                    "a question about a cluster has no picture that could be recognised");
        }
    }
}
