package org.lookalike.latent.retrieval;

import java.util.List;

/**
 * One query with its ranking. A hit is relevant when it carries the query's label.
 *
 * @param label the query's own label
 * @param rankedLabels the labels of the hits, best first; the query itself is not among them
 * @param relevantItems how many items of the query's label the gallery holds, retrieved or not; 0 or more, and at least
 *     as many as are among the hits
 */
public record RankedQuery(String label, List<String> rankedLabels, int relevantItems) {
    public RankedQuery {
        rankedLabels = List.copyOf(rankedLabels);
        long retrieved = rankedLabels.stream().filter(label::equals).count();
        if (relevantItems < retrieved) {
            throw new IllegalArgumentException("query labelled %s has %d relevant hits, but only %d relevant items"
                    .formatted(label, retrieved, relevantItems));
        }
    }

    /**
     * The fraction of the first {@code depth} ranks that hold a relevant hit, 0 to 1: {@code P@k = |relevant among the
     * first k| / k}. A ranking shorter than {@code depth} counts its missing ranks as not relevant.
     *
     * @param depth k, at least 1
     */
    public double precisionAt(int depth) {
        return (double) relevant(depth) / depth;
    }

    /**
     * The fraction of the relevant items that are among the first {@code depth} ranks, 0 to 1: {@code R@k = |relevant
     * among the first k| / R}, R being {@link #relevantItems}. 0 where nothing is relevant. Where one item is relevant to
     * each query, its mean is the share of queries that find it.
     *
     * @param depth k, at least 1
     */
    public double recallAt(int depth) {
        return relevantItems == 0 ? 0 : (double) relevant(depth) / relevantItems;
    }

    private long relevant(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth %d, must be at least 1".formatted(depth));
        }
        return rankedLabels.stream().limit(depth).filter(label::equals).count();
    }

    /**
     * The mean of the precisions at the rank of each relevant item, 0 to 1, where items that were not retrieved count
     * 0: {@code AP = (1 / R) · Σ P@r} over the ranks r that hold a relevant hit, R being {@link #relevantItems}. 0 where
     * nothing is relevant.
     */
    public double averagePrecision() {
        double sum = 0;
        int found = 0;
        for (int rank = 1; rank <= rankedLabels.size(); rank++) {
            if (rankedLabels.get(rank - 1).equals(label)) {
                found++;
                sum += (double) found / rank;
            }
        }
        return relevantItems == 0 ? 0 : sum / relevantItems;
    }
}
