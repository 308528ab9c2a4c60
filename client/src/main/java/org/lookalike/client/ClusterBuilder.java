package org.lookalike.client;

import java.util.Map;
import java.util.TreeMap;
import org.lookalike.events.ClusterQuery;

/**
 * Builds a question about a cluster. Without answers, the reply's hits are the images for a person to label; with them, it
 * gives the label of the whole cluster and a bound for its purity. Filters and {@code k} have no effect; recognition and
 * the place on the map are refused. Not thread-safe.
 */
public final class ClusterBuilder extends SearchQuery.Builder {
    private final ClusterQuery.Builder question;
    private final Map<String, String> answers = new TreeMap<>();

    ClusterBuilder(String clusterId) {
        this.question = ClusterQuery.newBuilder().setClusterId(clusterId);
    }

    /** How many images a person is willing to label, 1 up to the service's limit (100 by default); 5 by default. */
    public ClusterBuilder sampleSize(int images) {
        question.setLooks(images);
        return this;
    }

    /** The same seed draws the same images from the same cluster; 0 by default. */
    public ClusterBuilder seed(long value) {
        question.setSeed(value);
        return this;
    }

    /** The label that a person gave to one of the images; call once for each. */
    public ClusterBuilder answer(String imageId, String label) {
        answers.put(imageId, label);
        return this;
    }

    /** The confidence level of the bound on the cluster's purity, 0.6 to less than 1; 0.95 by default. */
    public ClusterBuilder confidence(double share) {
        question.setConfidence(share);
        return this;
    }

    @Override
    Object query() {
        return ClusterQuery.newBuilder(question)
                .setAnswers(new TreeMap<>(answers))
                .build();
    }
}
