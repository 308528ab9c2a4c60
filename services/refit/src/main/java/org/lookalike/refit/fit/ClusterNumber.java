package org.lookalike.refit.fit;

import org.lookalike.latent.cluster.ClusterCount;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * Chooses the number of clusters by the knee of their inertia, see {@link ClusterCount}; the number of the space before
 * stays where the knee is near it, so that clusters do not split and merge for a whim of the sample.
 */
final class ClusterNumber {
    /** How near, as a part of the number before. */
    private static final double NEAR = 0.25;

    /** Enough to find the knee, at a part of the cost. */
    private static final int IMAGES = 4_000;

    /** Clusters of fewer images on average say nothing. */
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
        int most = Math.min(config.mostClusters(), Math.max(config.fewestClusters(), some.length / MIN_MEMBERS));
        KMeansOptions options = KMeansOptions.ofClusters(most)
                .withRestarts(1)
                .withSeed(config.seed())
                .withThreads(config.threads());
        int knee = ClusterCount.choose(rows.select(some), config.fewestClusters(), most, options)
                .model()
                .clusters();
        boolean allowed = before >= config.fewestClusters() && before <= most;
        return allowed && Math.abs(knee - before) <= NEAR * before ? before : knee;
    }
}
