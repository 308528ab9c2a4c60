package org.lookalike.vectorstore;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which rows may be hits: those that meet every condition.
 *
 * @param conditions in the order in which a server is asked; none lets every row through
 */
public record RowFilter(List<Condition> conditions) {

    /** Lets every row through. */
    public static final RowFilter ALL = new RowFilter(List.of());

    public RowFilter {
        conditions = List.copyOf(conditions);
    }

    public static RowFilter of(Condition... conditions) {
        return new RowFilter(List.of(conditions));
    }

    /** This filter with one condition more. */
    public RowFilter and(Condition condition) {
        return new RowFilter(
                Stream.concat(conditions.stream(), Stream.of(condition)).toList());
    }

    /** This filter without a condition, where it has it. */
    public RowFilter without(Condition condition) {
        return new RowFilter(
                conditions.stream().filter(each -> !each.equals(condition)).toList());
    }

    /** Whether the row meets every condition. */
    public boolean accepts(VectorRow row) {
        return conditions.stream().allMatch(condition -> condition.accepts(row));
    }
}
