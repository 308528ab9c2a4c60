package org.lookalike.lab.figures;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;

/**
 * Gives each vector the class whose centroid is nearest; of equally near ones the first. A class's centroid is the mean
 * of its vectors, for cosines that of its vectors scaled to length 1. Classes without vectors are never named.
 * Thread-safe.
 */
public final class NearestCentroid implements Classifier {
    private final Rows centroids;
    private final int[] named;
    private final NeighbourSearch search;

    private NearestCentroid(Rows centroids, int[] named, Metric metric) {
        this.centroids = centroids;
        this.named = named;
        this.search = NeighbourSearch.in(centroids, metric);
    }

    /**
     * Averages each class.
     *
     * @throws IllegalArgumentException if the sample is empty, or a number is not finite
     */
    public static NearestCentroid fit(LabelledVectors sample, Metric metric) {
        if (sample.count() == 0) {
            throw new IllegalArgumentException("%s: a centroid needs at least 1 row".formatted(sample));
        }
        Rows rows = metric == Metric.COSINE ? sample.rows().normalised() : sample.rows();
        int width = rows.width();
        int[] sizes = sample.sizes();
        double[][] sums = new double[sample.classes()][width];
        for (int i = 0; i < rows.count(); i++) {
            Vectors.addScaled(1, rows.values(), i * width, sums[sample.labels()[i]]);
        }
        int[] named = IntStream.range(0, sizes.length).filter(c -> sizes[c] > 0).toArray();
        float[] centroids = new float[named.length * width];
        for (int c = 0; c < named.length; c++) {
            for (int j = 0; j < width; j++) {
                centroids[c * width + j] = (float) (sums[named[c]][j] / sizes[named[c]]);
            }
        }
        return new NearestCentroid(Rows.of(centroids, width), named, metric);
    }

    /** One row for each class that has vectors, in the order of the classes. */
    public Rows centroids() {
        return centroids;
    }

    @Override
    public int[] classify(Rows rows) {
        return Arrays.stream(search.nearest(rows, 1, 1).indices())
                .map(centroid -> named[centroid])
                .toArray();
    }
}
