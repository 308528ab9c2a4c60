package org.lookalike.query.request;

import java.util.HashSet;
import java.util.Set;
import org.lookalike.events.SearchRequest;

/**
 * Which images may be hits by their labels: those of their own, or else of their clusters.
 *
 * @param wanted only images with one of these labels; empty for any
 * @param excluded no image with one of these labels
 * @param unlabelled only images without a label
 */
record LabelFilter(Set<String> wanted, Set<String> excluded, boolean unlabelled) {
    LabelFilter {
        wanted = Set.copyOf(wanted);
        excluded = Set.copyOf(excluded);
    }

    static LabelFilter of(SearchRequest request) {
        return new LabelFilter(
                Set.copyOf(request.getLabels()), Set.copyOf(request.getWithoutLabels()), request.getUnlabelled());
    }

    /** Whether it asks for anything. */
    boolean isAsked() {
        return unlabelled || !wanted.isEmpty() || !excluded.isEmpty();
    }

    /** Whether it asks for images that have some label rather than for such as do not. */
    boolean isPositive() {
        return !wanted.isEmpty();
    }

    /** The labels that decide; empty for all labels where it asks for unlabelled images. */
    Set<String> deciding() {
        if (!isPositive()) {
            return excluded;
        }
        Set<String> left = new HashSet<>(wanted);
        left.removeAll(excluded);
        return left;
    }
}
