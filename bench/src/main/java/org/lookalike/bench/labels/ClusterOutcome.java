package org.lookalike.bench.labels;

/**
 * The outcome of labelling whole clusters, over several audit samples.
 *
 * @param clusters how many there are
 * @param purity the share of images whose label is the most frequent one of their cluster
 * @param looked the share of images looked at
 * @param all where all audited members must agree
 * @param allButOne where one of them may disagree
 * @param bounds how many bounds were stated, one for each cluster and sample that gave a label, accepted or not
 * @param held the share of them that are no higher than the true share of members with the label
 * @param meanBound their mean
 */
record ClusterOutcome(
        int clusters,
        double purity,
        double looked,
        Share all,
        Share allButOne,
        int bounds,
        double held,
        double meanBound) {
    /**
     * What is labelled.
     *
     * @param labelled the share of all images that get a label
     * @param right the share of these whose label is true
     */
    record Share(double labelled, double right) {}
}
