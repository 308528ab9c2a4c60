package org.lookalike.query.answer;

import java.util.List;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.VectorHit;

/**
 * The conditions of a filter that exclude one image each, by its id or its content. They can be applied to hits instead.
 *
 * @param conditions in the filter's order
 */
record Exclusions(List<Condition> conditions) {

    static Exclusions of(RowFilter filter) {
        return new Exclusions(
                filter.conditions().stream().filter(Exclusions::isOfOne).toList());
    }

    RowFilter removedFrom(RowFilter filter) {
        return new RowFilter(filter.conditions().stream()
                .filter(condition -> !conditions.contains(condition))
                .toList());
    }

    List<VectorHit> removedFrom(List<VectorHit> hits) {
        return hits.stream()
                .filter(hit -> conditions.stream().noneMatch(condition -> excludes(condition, hit)))
                .toList();
    }

    private static boolean isOfOne(Condition condition) {
        return (condition instanceof Condition.IdNotIn ids && ids.ids().size() == 1)
                || (condition instanceof Condition.ContentNotIn content
                        && content.sha256().size() == 1);
    }

    private static boolean excludes(Condition condition, VectorHit hit) {
        return (condition instanceof Condition.IdNotIn ids && ids.ids().contains(hit.id()))
                || (condition instanceof Condition.ContentNotIn content
                        && content.sha256().contains(hit.sha256()));
    }
}
