package org.lookalike.lab.evaluation;

import java.util.List;

/**
 * Which labelled images are wanted.
 *
 * @param set only those with this value in the column {@code set} of labels.csv, or empty for all
 * @param classes only these, in this order, or empty for all, sorted by name
 * @param groupColumn the column of labels.csv that names groups, or empty where each image stands for itself
 */
public record Selection(String set, List<String> classes, String groupColumn) {
    /** Everything. */
    public static final Selection ALL = new Selection("", List.of(), "");

    public Selection {
        classes = List.copyOf(classes);
    }
}
