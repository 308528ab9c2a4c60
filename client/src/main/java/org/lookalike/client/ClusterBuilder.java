package org.lookalike.client;

import java.util.Map;
import java.util.TreeMap;
import org.lookalike.events.ClusterQuery;

/**
 * Gathers a question about a cluster. Asked without answers, the reply's hits are the images to look at; asked again with
 * them, it says what the whole cluster may be called. Filters, {@code k} and recognition have no meaning here. Not
 * thread-safe.
 */
public final class ClusterBuilder extends SearchQuery.Builder {
    private final ClusterQuery.Builder question;
    private final Map<String, String> answers = new TreeMap<>();

    ClusterBuilder(String clusterId) {
        this.question = ClusterQuery.newBuilder().setClusterId(clusterId);
    }

    /** How many images somebody is ready to look at, 1 up to the service's limit; 5 by default. */
    public ClusterBuilder looks(int images) {
        question.setLooks(images);
        return this;
    }

    /** The same seed draws the same images from the same cluster; 0 by default. */
    public ClusterBuilder seed(long value) {
        question.setSeed(value);
        return this;
    }

    /** What somebody called one of the images; may be called for several. */
    public ClusterBuilder answer(String imageId, String label) {
        answers.put(imageId, label);
        return this;
    }

    /** How often the bound of the cluster's purity shall hold, 0.6 to less than 1; 0.95 by default. */
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
