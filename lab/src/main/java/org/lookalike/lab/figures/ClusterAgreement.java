package org.lookalike.lab.figures;

import java.util.Arrays;

/**
 * How well clusters agree with classes that they were not told; both figures 0 to 1, higher is better.
 *
 * <p>With {@code n(k, c)} things of class c in cluster k, N things in all and entropies H in any one unit,
 *
 * <pre>
 *   purity = (1 / N) · Σ over k of the largest n(k, c)
 *   NMI    = I(clusters; classes) / ((H(clusters) + H(classes)) / 2)
 * </pre>
 *
 * <p>(Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, section 16.3.) Purity rises with the
 * number of clusters, the normalised mutual information does not; where there is one cluster and one class it is 1.
 *
 * @param purity the share of things that are of their cluster's largest class
 * @param normalisedMutualInformation with the arithmetic mean of the entropies, scikit-learn's default
 */
public record ClusterAgreement(double purity, double normalisedMutualInformation) {
    /**
     * Compares clusters with classes.
     *
     * @param clusters the cluster of each thing, counted from 0
     * @param classes the class of each thing, counted from 0
     * @throws IllegalArgumentException if they are not equally many, or none
     */
    public static ClusterAgreement of(int[] clusters, int[] classes) {
        if (clusters.length != classes.length || clusters.length == 0) {
            throw new IllegalArgumentException("%d clusters and %d classes, must be equally many and at least 1"
                    .formatted(clusters.length, classes.length));
        }
        int max = Arrays.stream(classes).max().orElse(0) + 1;
        long[][] counts = new long[Arrays.stream(clusters).max().orElse(0) + 1][max];
        long[] clusterSizes = new long[counts.length];
        long[] classSizes = new long[max];
        for (int i = 0; i < clusters.length; i++) {
            counts[clusters[i]][classes[i]]++;
            clusterSizes[clusters[i]]++;
            classSizes[classes[i]]++;
        }
        double total = clusters.length;
        double pure = 0;
        double shared = 0;
        for (int k = 0; k < counts.length; k++) {
            pure += Arrays.stream(counts[k]).max().orElse(0);
            for (int c = 0; c < max; c++) {
                if (counts[k][c] > 0) {
                    double expected = (double) clusterSizes[k] * classSizes[c] / total;
                    shared += counts[k][c] / total * Math.log(counts[k][c] / expected);
                }
            }
        }
        double entropies = (entropy(clusterSizes, total) + entropy(classSizes, total)) / 2;
        return new ClusterAgreement(pure / total, entropies > 0 ? Math.max(0, Math.min(1, shared / entropies)) : 1);
    }

    private static double entropy(long[] sizes, double total) {
        double entropy = 0;
        for (long size : sizes) {
            entropy -= size > 0 ? size / total * Math.log(size / total) : 0;
        }
        return entropy;
    }
}
