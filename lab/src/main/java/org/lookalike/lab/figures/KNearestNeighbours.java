package org.lookalike.lab.figures;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.neighbours.Neighbours;

/**
 * Gives each vector the class that most of its k nearest neighbours have (Cover and Hart 1967), each with one vote.
 *
 * <p>Ties: of equally far neighbours the earlier row is the nearer one; of classes with equally many votes that one
 * wins whose nearest neighbour among the k is nearest. Thread-safe.
 */
public final class KNearestNeighbours implements Classifier {
    private static final int THREADS = 1;

    private final LabelledVectors sample;
    private final int neighbours;
    private final NeighbourSearch search;

    private KNearestNeighbours(LabelledVectors sample, int neighbours, Metric metric) {
        this.sample = sample;
        this.neighbours = neighbours;
        this.search = NeighbourSearch.in(sample.rows(), metric);
    }

    /**
     * Remembers a sample.
     *
     * @param neighbours k, 1 to the number of the sample's rows
     * @throws IllegalArgumentException if it is out of range
     */
    public static KNearestNeighbours of(LabelledVectors sample, int neighbours, Metric metric) {
        if (neighbours < 1 || neighbours > sample.count()) {
            throw new IllegalArgumentException(
                    "%d neighbours, must be 1 to the %d rows there are".formatted(neighbours, sample.count()));
        }
        return new KNearestNeighbours(sample, neighbours, metric);
    }

    @Override
    public int[] classify(Rows rows) {
        Neighbours nearest = search.nearest(rows, neighbours, THREADS);
        return IntStream.range(0, rows.count())
                .map(row -> vote(Arrays.copyOfRange(nearest.indices(), row * neighbours, (row + 1) * neighbours)))
                .toArray();
    }

    private int vote(int[] nearest) {
        int[] votes = new int[sample.classes()];
        int max = 0;
        for (int row : nearest) {
            max = Math.max(max, ++votes[sample.labels()[row]]);
        }
        // The first in the order of distance that has as many votes as the winner.
        for (int row : nearest) {
            if (votes[sample.labels()[row]] == max) {
                return sample.labels()[row];
            }
        }
        throw new IllegalStateException("%d neighbours gave no vote".formatted(nearest.length));
    }
}
