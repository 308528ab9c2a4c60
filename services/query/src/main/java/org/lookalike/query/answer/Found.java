package org.lookalike.query.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.vectorstore.VectorHit;

/**
 * What a question found.
 *
 * @param hits best first, each image once
 * @param rotations by how many degrees the query was turned, for hits of a turned one, by id
 */
record Found(List<VectorHit> hits, Map<String, Integer> rotations) {
    private static final int QUARTER = 90;

    static Found of(List<VectorHit> hits) {
        return new Found(hits, Map.of());
    }

    /**
     * The best of several lists.
     *
     * @param lists the hits of the query image as it is and, if it was turned, by quarter turns
     * @param k most hits
     */
    static Found best(List<List<VectorHit>> lists, int k) {
        if (lists.size() == 1) {
            return of(lists.get(0));
        }
        Map<String, VectorHit> best = new HashMap<>();
        Map<String, Integer> rotations = new HashMap<>();
        for (int turn = 0; turn < lists.size(); turn++) {
            for (VectorHit hit : lists.get(turn)) {
                VectorHit before = best.get(hit.id());
                if (before == null || hit.score() > before.score()) {
                    best.put(hit.id(), hit);
                    rotations.put(hit.id(), turn * QUARTER);
                }
            }
        }
        List<VectorHit> sorted = new ArrayList<>(best.values());
        sorted.sort(Comparator.comparingDouble(VectorHit::score).reversed().thenComparing(VectorHit::id));
        return new Found(List.copyOf(sorted.subList(0, Math.min(k, sorted.size()))), rotations);
    }

    /** By how many degrees the query was turned for a hit's score. */
    int rotation(VectorHit hit) {
        return rotations.getOrDefault(hit.id(), 0);
    }
}
