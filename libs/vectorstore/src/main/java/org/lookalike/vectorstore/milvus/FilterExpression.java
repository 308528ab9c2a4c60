package org.lookalike.vectorstore.milvus;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;

/**
 * Filters as expressions of the server.
 *
 * <p>Values stand in the expression as string literals, because the servers that were tried do not take them as
 * parameters beside it. A literal is safe when its quotes and backslashes are escaped; control characters never get
 * here, since rows and filters refuse them. Lists are sorted, so that the same filter is the same expression.
 */
final class FilterExpression {
    private FilterExpression() {}

    /** The filter's conditions, empty for none. */
    static String of(RowFilter filter) {
        return filter.conditions().stream().map(FilterExpression::of).collect(Collectors.joining(" and "));
    }

    /** A condition as an expression that can be joined to others by {@code and}. */
    static String of(Condition condition) {
        if (condition instanceof Condition.SourceIn in) {
            return in(Fields.SOURCE, in.sources());
        } else if (condition instanceof Condition.TimeRange range) {
            return within(range);
        } else if (condition instanceof Condition.AttributesEqual equal) {
            return having(equal.attributes());
        } else if (condition instanceof Condition.IdIn in) {
            return in(Fields.ID, in.ids());
        } else if (condition instanceof Condition.IdNotIn not) {
            return "not (" + in(Fields.ID, not.ids()) + ")";
        } else if (condition instanceof Condition.ContentNotIn not) {
            return "not (" + in(Fields.SHA_256, not.sha256()) + ")";
        } else if (condition instanceof Condition.ClusterIn in) {
            return in(Fields.CLUSTER, in.clusters());
        } else if (condition instanceof Condition.ClusterDistanceAtMost most) {
            return withinCluster(most.distance());
        } else if (condition instanceof Condition.Labelled labelled) {
            return labelled(labelled);
        } else if (condition instanceof Condition.NotLabelled not) {
            return "not (" + labelled(not.labelled()) + ")";
        }
        throw new IllegalArgumentException("no expression for the condition " + condition);
    }

    private static String within(Condition.TimeRange range) {
        String from =
                range.from() == null ? "" : Fields.TIME + " >= " + range.from().toEpochMilli();
        String to = range.to() == null ? "" : Fields.TIME + " < " + range.to().toEpochMilli();
        return from + (from.isEmpty() || to.isEmpty() ? "" : " and ") + to;
    }

    private static String having(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> "%s[%s] == %s"
                        .formatted(
                                Fields.ATTRIBUTES,
                                literal(AttributeKeys.encode(entry.getKey())),
                                literal(entry.getValue())))
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    /**
     * A row without a cluster has the distance 0 and would pass. The bound has a double's digits, since Milvus Lite
     * compares in double precision: 0.1 is less there than the row's single 0.1, and a hit's own distance would leave it
     * out.
     */
    private static String withinCluster(double distance) {
        return "%s != \"\" and %s <= %s".formatted(Fields.CLUSTER, Fields.CLUSTER_DISTANCE, distance);
    }

    /** With no ids and no clusters it lets nothing through: no id is in an empty list. */
    private static String labelled(Condition.Labelled labelled) {
        if (labelled.clusters().isEmpty()) {
            return in(Fields.ID, labelled.ids());
        }
        String byCluster = in(Fields.CLUSTER, labelled.clusters());
        if (!labelled.otherIds().isEmpty()) {
            byCluster += " and not (" + in(Fields.ID, labelled.otherIds()) + ")";
        }
        return labelled.ids().isEmpty()
                ? "(" + byCluster + ")"
                : "(" + in(Fields.ID, labelled.ids()) + " or (" + byCluster + "))";
    }

    /** The rows of a cluster. */
    static String ofCluster(String cluster) {
        return Fields.CLUSTER + " == " + literal(cluster);
    }

    /** The rows in these buckets. */
    static String in(BucketRange buckets) {
        return "%s >= %d and %s < %d".formatted(Fields.BUCKET, buckets.from(), Fields.BUCKET, buckets.to());
    }

    /** The rows with these ids; at least one. */
    static String idIn(Collection<String> ids) {
        return in(Fields.ID, ids);
    }

    /** The rows whose id comes after this one in the server's order, which is that of the UTF-8 bytes. */
    static String idAfter(String id) {
        return Fields.ID + " > " + literal(id);
    }

    private static String in(String field, Collection<String> values) {
        StringBuilder expression = new StringBuilder(field).append(" in [");
        String separator = "";
        for (String value : values.stream().sorted().toList()) {
            expression.append(separator).append(literal(value));
            separator = ", ";
        }
        return expression.append(']').toString();
    }

    static String literal(String value) {
        StringBuilder literal = new StringBuilder(value.length() + 8).append('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '"' || character == '\\') {
                literal.append('\\');
            }
            literal.append(character);
        }
        return literal.append('"').toString();
    }
}
