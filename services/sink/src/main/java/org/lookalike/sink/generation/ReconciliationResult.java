package org.lookalike.sink.generation;

import java.util.List;

/**
 * What a comparison of a space's collection with its topic found.
 *
 * @param status whether they could be compared, and were equal
 * @param expected images that the topic holds
 * @param counted images that the collection holds
 * @param missing ids in the topic and not in the collection, the first few
 * @param extra ids in the collection and not in the topic, the first few
 * @param missingCount how many ids are missing
 * @param extraCount how many are extra
 */
record ReconciliationResult(
        Status status,
        long expected,
        long counted,
        List<String> missing,
        List<String> extra,
        long missingCount,
        long extraCount) {
    enum Status {
        /** The collection is still being opened, or its group has not caught up. */
        PENDING,
        CONSISTENT,
        INCONSISTENT
    }

    static ReconciliationResult pending() {
        return new ReconciliationResult(Status.PENDING, 0, 0, List.of(), List.of(), 0, 0);
    }

    /** How many ids are on one side only. */
    long differences() {
        return missingCount + extraCount;
    }

    /** The differences in one clause, for operators. */
    String summary() {
        return "%s missing and %s too many; the topic holds %d, the collection %d"
                .formatted(
                        missingCount == 1 ? "1 picture is" : missingCount + " pictures are",
                        extraCount == 1 ? "1 is" : extraCount + " are",
                        expected,
                        counted);
    }
}
