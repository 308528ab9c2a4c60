package org.lookalike.latent.evaluation;

import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Rows;

/**
 * Gives each vector the class whose centroid is nearest; of equally near ones the first. A class's centroid is the mean
 * of its vectors, for cosines that of its vectors scaled to length 1. Classes without vectors are never named.
 * Thread-safe.
 */
public final class NearestCentroid implements Classifier {
    private final Rows centroids;
    private final int[] named;
    private final Distances distances;

    private NearestCentroid(Rows centroids, int[] named, Distance distance) {
        this.centroids = centroids;
        this.named = named;
        this.distances = new Distances(centroids, distance);
    }

    /**
     * Averages each class.
     *
     * @throws IllegalArgumentException if the sample is empty, or a number is not finite
     */
    public static NearestCentroid fit(LabelledSample sample, Distance distance) {
        if (sample.count() == 0) {
            throw new IllegalArgumentException("%s: a centroid needs at least 1 row".formatted(sample));
        }
        Rows rows = distance == Distance.COSINE ? sample.rows().normalised() : sample.rows();
        int width = rows.width();
        int[] sizes = sample.sizes();
        double[][] sums = new double[sample.classes()][width];
        for (int i = 0; i < rows.count(); i++) {
            double[] sum = sums[sample.labels()[i]];
            for (int j = 0; j < width; j++) {
                sum[j] += rows.values()[i * width + j];
            }
        }
        int[] named = IntStream.range(0, sizes.length).filter(c -> sizes[c] > 0).toArray();
        float[] centroids = new float[named.length * width];
        for (int c = 0; c < named.length; c++) {
            for (int j = 0; j < width; j++) {
                centroids[c * width + j] = (float) (sums[named[c]][j] / sizes[named[c]]);
            }
        }
        return new NearestCentroid(Rows.of(centroids, width), named, distance);
    }

    /** One row for each class that has vectors, in the order of the classes. */
    public Rows centroids() {
        return centroids;
    }

    @Override
    public int[] classify(Rows rows) {
        int[] classes = new int[rows.count()];
        distances.each(rows, (row, each) -> classes[row] = named[Ranking.nearest(each, 1)[0]]);
        return classes;
    }
}
