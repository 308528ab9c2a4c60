package org.lookalike.bench.retrieval;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.measure.Machine;

/**
 * What was measured.
 *
 * @param load the machine's load average before
 * @param encoder its name and id
 * @param sets one after the other
 */
record RetrievalResult(Machine machine, double load, String encoder, List<OfSet> sets) {
    RetrievalResult {
        sets = List.copyOf(sets);
    }

    /**
     * Of one set.
     *
     * @param gallery images in the gallery of the given split
     * @param pairs mutual neighbours of it
     * @param trace of the matrix of their differences
     * @param topics figures through the topics, by variant, for each split and query
     * @param python those of plain Python, by the variant's name; null where it was left out
     * @param turned mean precision at 10 of turned queries, by how they were searched
     */
    record OfSet(
            String name,
            int gallery,
            int pairs,
            double trace,
            Map<RetrievalVariant, List<List<QueryFigures>>> topics,
            @Nullable Map<String, List<List<QueryFigures>>> python,
            Map<String, QueryFigures.Mean> turned) {}
}
