package org.lookalike.refit.fit;

import org.lookalike.latent.cluster.ClusterCount;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * Chooses the number of clusters by the knee of their inertia, see {@link ClusterCount}; the number of the space before
 * stays where the knee is near it, so that clusters do not split and merge because of sampling noise.
 */
final class ClusterNumber {
    /** How near, as a share of the number before. */
    private static final double NEAR = 0.25;

    /** Enough to find the knee, at a fraction of the cost. */
    private static final int IMAGES = 4_000;

    /** Clusters with fewer images on average are noise. */
    private static final int MIN_MEMBERS = 4;

    private ClusterNumber() {}

    /**
     * @param rows the images' coordinates, of length 1
     * @param before how many clusters the space before had, 0 for none
     */
    static int choose(Rows rows, FitConfig config, int before) {
        int[] some = new int[Math.min(rows.count(), IMAGES)];
        for (int i = 0; i < some.length; i++) {
            some[i] = (int) ((long) i * rows.count() / some.length);
        }
        int max = Math.min(config.maxClusters(), Math.max(config.minClusters(), some.length / MIN_MEMBERS));
        KMeansOptions options = KMeansOptions.ofClusters(max)
                .withRestarts(1)
                .withSeed(config.seed())
                .withThreads(config.threads());
        int knee = ClusterCount.choose(rows.select(some), config.minClusters(), max, options)
                .model()
                .clusters();
        boolean allowed = before >= config.minClusters() && before <= max;
        return allowed && Math.abs(knee - before) <= NEAR * before ? before : knee;
    }
}
