package org.lookalike.sink.keep;

import java.util.List;

/**
 * What counting a generation found.
 *
 * @param outcome whether it could be counted, and was right
 * @param expected images that the topic holds
 * @param counted images that the collection holds
 * @param missing ids in the topic and not in the collection, the first few
 * @param extra ids in the collection and not in the topic, the first few
 * @param missingInAll how many ids are missing
 * @param extraInAll how many are extra
 */
record Count(
        Outcome outcome,
        long expected,
        long counted,
        List<String> missing,
        List<String> extra,
        long missingInAll,
        long extraInAll) {
    /** How it came out. */
    enum Outcome {
        /** The group has not come far enough. */
        NOT_YET,
        WHOLE,
        WRONG
    }

    static Count notYet() {
        return new Count(Outcome.NOT_YET, 0, 0, List.of(), List.of(), 0, 0);
    }
}
