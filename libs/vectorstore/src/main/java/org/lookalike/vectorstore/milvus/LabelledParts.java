package org.lookalike.vectorstore.milvus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;

/**
 * Splits a filter by labels whose ids are too many for one expression. Each part is the same filter for one range of ids, in
 * the server's order; the ranges cover all ids and do not overlap, so that every row that meets the filter meets exactly one
 * part.
 */
final class LabelledParts {
    /** The server's order of ids: that of their UTF-8 bytes, which is that of code points. */
    private static final Comparator<String> BY_CODE_POINTS = LabelledParts::compare;

    private LabelledParts() {}

    /**
     * The expressions of a filter.
     *
     * @param maxIds most ids of labelled images in one of them
     */
    static List<String> of(RowFilter filter, int maxIds) {
        Optional<Condition> found = filter.conditions().stream()
                .filter(condition -> labelled(condition)
                        .filter(labelled ->
                                labelled.ids().size() + labelled.otherIds().size() > maxIds)
                        .isPresent())
                .findFirst();
        if (found.isEmpty()) {
            return List.of(FilterExpression.of(filter));
        }
        boolean negative = found.get() instanceof Condition.NotLabelled;
        Condition.Labelled labelled = labelled(found.get()).orElseThrow();
        List<String> ids =
                new ArrayList<>(labelled.ids().size() + labelled.otherIds().size());
        ids.addAll(labelled.ids());
        // With no cluster, nothing but the ids matters.
        if (!labelled.clusters().isEmpty()) {
            labelled.otherIds().stream()
                    .filter(id -> !labelled.ids().contains(id))
                    .forEach(ids::add);
        }
        if (ids.isEmpty()) {
            return List.of(FilterExpression.of(filter));
        }
        ids.sort(BY_CODE_POINTS);
        String others = FilterExpression.of(filter.without(found.get()));
        String prefix = others.isEmpty() ? "" : others + " and ";
        // Where only rows with one of the ids pass, the ids are ranges enough.
        boolean ranged = negative || !labelled.clusters().isEmpty();
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += maxIds) {
            int to = Math.min(from + maxIds, ids.size());
            Set<String> named = new HashSet<>();
            Set<String> otherwise = new HashSet<>();
            for (String id : ids.subList(from, to)) {
                (labelled.ids().contains(id) ? named : otherwise).add(id);
            }
            Condition.Labelled part = new Condition.Labelled(named, labelled.clusters(), otherwise);
            String range = range(from == 0 ? null : ids.get(from), to == ids.size() ? null : ids.get(to));
            parts.add(prefix
                    + (ranged ? range : "")
                    + FilterExpression.of(negative ? new Condition.NotLabelled(part) : part));
        }
        return parts;
    }

    private static Optional<Condition.Labelled> labelled(Condition condition) {
        if (condition instanceof Condition.NotLabelled not) {
            return Optional.of(not.labelled());
        }
        return condition instanceof Condition.Labelled labelled ? Optional.of(labelled) : Optional.empty();
    }

    private static String range(@Nullable String from, @Nullable String before) {
        return (from == null ? "" : Fields.ID + " >= " + FilterExpression.literal(from) + " and ")
                + (before == null ? "" : Fields.ID + " < " + FilterExpression.literal(before) + " and ");
    }

    private static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right) {
                // Surrogates stand for code points above all other characters.
                boolean high = Character.isSurrogate(left);
                return high == Character.isSurrogate(right) ? Character.compare(left, right) : high ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
