package org.lookalike.vectorstore.milvus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.lookalike.vectorstore.LabelFilter;
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
        List<String> conditions = new ArrayList<>();
        if (!filter.sources().isEmpty()) {
            conditions.add(in(Fields.SOURCE, filter.sources()));
        }
        if (filter.from() != null) {
            conditions.add(Fields.TIME + " >= " + filter.from().toEpochMilli());
        }
        if (filter.to() != null) {
            conditions.add(Fields.TIME + " < " + filter.to().toEpochMilli());
        }
        filter.attributes().entrySet().stream()
                .map(entry -> "%s[%s] == %s"
                        .formatted(
                                Fields.ATTRIBUTES,
                                literal(AttributeKeys.encode(entry.getKey())),
                                literal(entry.getValue())))
                .sorted()
                .forEach(conditions::add);
        if (!filter.excludeIds().isEmpty()) {
            conditions.add("not (" + in(Fields.ID, filter.excludeIds()) + ")");
        }
        if (!filter.excludeSha256().isEmpty()) {
            conditions.add("not (" + in(Fields.SHA_256, filter.excludeSha256()) + ")");
        }
        if (!filter.clusters().isEmpty()) {
            conditions.add(in(Fields.CLUSTER, filter.clusters()));
        }
        if (filter.maxClusterDistance() != null) {
            conditions.add(withinCluster(filter.maxClusterDistance()));
        }
        if (filter.labels() != null) {
            conditions.add(labelled(filter.labels()));
        }
        return String.join(" and ", conditions);
    }

    /**
     * A row without a cluster has the distance 0 and would pass. The bound has a double's digits, since Milvus Lite
     * compares in double precision: 0.1 is less there than the row's single 0.1, and a hit's own distance would leave it
     * out.
     */
    private static String withinCluster(double distance) {
        return "%s != \"\" and %s <= %s".formatted(Fields.CLUSTER, Fields.CLUSTER_DISTANCE, distance);
    }

    /** With no ids and no clusters it lets nothing through: an empty list is one that no id is in. */
    private static String labelled(LabelFilter labels) {
        if (labels.clusters().isEmpty()) {
            return in(Fields.ID, labels.ids());
        }
        String byCluster = in(Fields.CLUSTER, labels.clusters());
        if (!labels.otherwise().isEmpty()) {
            byCluster += " and not (" + in(Fields.ID, labels.otherwise()) + ")";
        }
        return labels.ids().isEmpty()
                ? "(" + byCluster + ")"
                : "(" + in(Fields.ID, labels.ids()) + " or (" + byCluster + "))";
    }

    /** The rows of a cluster. */
    static String ofCluster(String cluster) {
        return Fields.CLUSTER + " == " + literal(cluster);
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
