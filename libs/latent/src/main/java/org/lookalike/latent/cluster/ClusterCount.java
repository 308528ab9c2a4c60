package org.lookalike.latent.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lookalike.latent.matrix.Rows;

/**
 * Chooses how many clusters a sample has, by the knee of its inertia.
 *
 * <p>More clusters always leave less inertia; up to the true number each takes away a lot, beyond it little. With the
 * numbers tried scaled to 0 … 1 and the inertia taken away likewise, the knee is where the second exceeds the first by
 * max (Satopää, Albrecht, Irwin and Raghavan, Finding a "Kneedle" in a Haystack, 2011). Unlike the silhouette, it does
 * not stop at the few coarsest groups where groups lie within groups, as images of several kinds do. It always names
 * a number, and a range several times wider than what is expected serves it best.
 */
public final class ClusterCount {
    /** Numbers of clusters to try at most, evenly over the range. */
    private static final int TRIALS = 24;

    private ClusterCount() {}

    /**
     * A number of clusters with its reason.
     *
     * @param model the clusters
     * @param inertias the inertia for each number tried, never rising
     */
    public record Choice(KMeansModel model, SortedMap<Integer, Double> inertias) {
        public Choice {
            inertias = Collections.unmodifiableSortedMap(new TreeMap<>(inertias));
        }
    }

    /**
     * Clusters a sample with up to 24 numbers of clusters from a range and keeps the one at the knee.
     *
     * @param rows at least 1
     * @param min the fewest clusters, at least 1
     * @param max the most clusters, at least {@code min}; numbers beyond that of distinct rows are not tried
     * @param options all but the number of clusters
     * @throws IllegalArgumentException if the range or the rows are not like that, or a number is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static Choice choose(Rows rows, int min, int max, KMeansOptions options) {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException(
                    "clusters from %d to %d, must be at least 1 and not descend".formatted(min, max));
        }
        return KMeans.onSample(rows, options, sample -> {
            SortedMap<Integer, KMeansModel> models = new TreeMap<>();
            int steps = Math.min(TRIALS - 1, max - min);
            for (int step = 0; step <= steps; step++) {
                int clusters = steps == 0 ? min : min + (int) Math.round((double) step * (max - min) / steps);
                KMeansModel model = KMeans.best(sample, options.withClusters(clusters));
                models.put(model.clusters(), model);
                if (model.clusters() < clusters) {
                    break;
                }
            }
            return choose(models);
        });
    }

    private static Choice choose(SortedMap<Integer, KMeansModel> models) {
        SortedMap<Integer, Double> inertias = new TreeMap<>();
        double lowest = Double.POSITIVE_INFINITY;
        for (Map.Entry<Integer, KMeansModel> entry : models.entrySet()) {
            // A start that ended badly is no evidence against its number.
            lowest = Math.min(lowest, entry.getValue().inertia());
            inertias.put(entry.getKey(), lowest);
        }
        int knee = knee(inertias);
        return new Choice(Objects.requireNonNull(models.get(knee)), inertias);
    }

    /** The number where the share of inertia taken away exceeds the share of the range by most. */
    static int knee(SortedMap<Integer, Double> inertias) {
        int first = inertias.firstKey();
        double highest = Objects.requireNonNull(inertias.get(first));
        double drop = highest - Objects.requireNonNull(inertias.get(inertias.lastKey()));
        double range = inertias.lastKey() - first;
        int knee = first;
        double most = 0;
        for (Map.Entry<Integer, Double> entry : inertias.entrySet()) {
            double excess = drop > 0 ? (highest - entry.getValue()) / drop - (entry.getKey() - first) / range : 0;
            if (excess > most) {
                most = excess;
                knee = entry.getKey();
            }
        }
        return knee;
    }
}
