package org.lookalike.bench.chaos.traffic;

import java.util.List;
import java.util.Map;

/**
 * What became of the searches.
 *
 * @param sent requests that the broker acknowledged
 * @param answered requests with at least one reply
 * @param hits of these, answered with hits or with none, but no error
 * @param errors of these, answered with an error, by its code
 * @param repeated replies after a request's first
 * @param unanswered requests without a reply
 * @param wrong what was wrong with answers, one sentence each
 */
public record SearchTally(
        int sent,
        int answered,
        int hits,
        Map<String, Integer> errors,
        int repeated,
        int unanswered,
        List<String> wrong) {
    /** Copies the collections. */
    public SearchTally {
        errors = Map.copyOf(errors);
        wrong = List.copyOf(wrong);
    }
}
