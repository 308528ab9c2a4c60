package org.lookalike.bench.labels;

import java.util.List;
import org.lookalike.bench.measure.Machine;

/**
 * The results.
 *
 * @param machine where
 * @param encoder its name and id
 * @param recalls one image per identity
 * @param openSets half of the classes enrolled
 * @param clusters labels for whole clusters
 * @param sampleSize members audited in each cluster
 * @param confidence of the bounds
 */
record LabelsResult(
        Machine machine,
        String encoder,
        List<Recall> recalls,
        List<OpenSet> openSets,
        List<Clusters> clusters,
        int sampleSize,
        double confidence) {
    LabelsResult {
        recalls = List.copyOf(recalls);
        openSets = List.copyOf(openSets);
        clusters = List.copyOf(clusters);
    }

    /** The share of tests recognised among all identities, by set and space. */
    record Recall(String set, String space, int identities, double recall) {}

    /** The outcome of a trial. */
    record OpenSet(String set, String space, int each, boolean strangers, double rate, OpenSetOutcome outcome) {}

    /** The outcome of a trial; {@code knee} where the number of clusters was chosen by the knee of the inertia. */
    record Clusters(String set, boolean knee, ClusterOutcome outcome) {}
}
