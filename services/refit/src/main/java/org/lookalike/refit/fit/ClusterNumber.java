package org.lookalike.refit.fit;

import java.util.TreeSet;
import org.lookalike.latent.cluster.KMeans;
import org.lookalike.latent.cluster.KMeansModel;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * Chooses the number of clusters by the mean simplified silhouette (Hruschka, de Castro and Campello 2004): for each
 * picture {@code 1 - a / b}, where a is its distance to its own centre and b that to the next one. Numbers are tried in
 * steps of about a fifth; of those within {@value #ABOUT_AS_GOOD} of the best the smallest is taken, or that of the space
 * before, so that clusters do not come and go without need.
 */
final class ClusterNumber {
    static final double ABOUT_AS_GOOD = 0.02;

    private static final double STEP = 1.2;
    /** Enough to tell numbers of clusters apart, at a part of the cost. */
    private static final int PICTURES = 4_000;

    private ClusterNumber() {}

    /**
     * @param rows the pictures' coordinates, of length 1
     * @param before how many clusters the space before had, 0 for none
     */
    static int choose(Rows rows, FitConfig config, int before) {
        int[] some = new int[Math.min(rows.count(), PICTURES)];
        for (int i = 0; i < some.length; i++) {
            some[i] = (int) ((long) i * rows.count() / some.length);
        }
        Rows sample = rows.select(some);
        int most = Math.min(config.mostClusters(), Math.max(config.fewestClusters(), sample.count() / 4));
        TreeSet<Integer> numbers = new TreeSet<>();
        for (double number = config.fewestClusters(); number < most; number = Math.max(number + 1, number * STEP)) {
            numbers.add((int) number);
        }
        numbers.add(most);
        if (before >= config.fewestClusters() && before <= most) {
            numbers.add(before);
        }
        double best = Double.NEGATIVE_INFINITY;
        int smallest = most;
        double[] scores = new double[most + 1];
        for (int number : numbers) {
            KMeansOptions options = KMeansOptions.ofClusters(number)
                    .withRestarts(1)
                    .withSeed(config.seed())
                    .withThreads(config.effectiveThreads());
            scores[number] = silhouette(sample, KMeans.fit(sample, options));
            best = Math.max(best, scores[number]);
        }
        for (int number : numbers.descendingSet()) {
            if (scores[number] >= best - ABOUT_AS_GOOD) {
                smallest = number;
            }
        }
        boolean keep = numbers.contains(before) && scores[before] >= best - ABOUT_AS_GOOD;
        return keep ? before : smallest;
    }

    private static double silhouette(Rows rows, KMeansModel model) {
        if (model.clusters() < 2) {
            return 0;
        }
        double sum = 0;
        for (int row = 0; row < rows.count(); row++) {
            double nearest = Double.POSITIVE_INFINITY;
            double next = Double.POSITIVE_INFINITY;
            for (int centre = 0; centre < model.clusters(); centre++) {
                double distance = distance(rows, row, model.centres(), centre);
                if (distance < nearest) {
                    next = nearest;
                    nearest = distance;
                } else {
                    next = Math.min(next, distance);
                }
            }
            sum += next > 0 ? 1 - nearest / next : 0;
        }
        return sum / rows.count();
    }

    private static double distance(Rows rows, int row, Rows centres, int centre) {
        int width = rows.width();
        float[] left = rows.values();
        float[] right = centres.values();
        double sum = 0;
        for (int j = 0; j < width; j++) {
            float difference = left[row * width + j] - right[centre * width + j];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
