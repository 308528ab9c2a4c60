package org.lookalike.latent.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hits that share the value of an attribute, of which only the best are shown.
 *
 * @param value the attribute's; empty for a hit without one
 * @param shown the places of the best hits, ascending, at least one
 * @param hidden how many more there are
 */
public record HitGroup(String value, List<Integer> shown, int hidden) {
    public HitGroup {
        shown = List.copyOf(shown);
    }

    /**
     * Groups hits. What lacks the attribute is not known to be the same as anything, so each such hit is a group alone.
     *
     * @param values each hit's value, best hit first; empty where it has none
     * @param size how many of a group are shown, at least 1
     * @return the groups in the order of their best hits
     * @throws IllegalArgumentException if the size is less than 1
     */
    public static List<HitGroup> of(List<String> values, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("%d hits of a group, must be at least 1".formatted(size));
        }
        Map<Object, List<Integer>> places = new LinkedHashMap<>();
        for (int place = 0; place < values.size(); place++) {
            Object key = values.get(place).isEmpty() ? Integer.valueOf(place) : values.get(place);
            places.computeIfAbsent(key, unseen -> new ArrayList<>()).add(place);
        }
        return places.values().stream()
                .map(group -> new HitGroup(
                        values.get(group.get(0)),
                        group.subList(0, Math.min(size, group.size())),
                        Math.max(0, group.size() - size)))
                .toList();
    }
}
