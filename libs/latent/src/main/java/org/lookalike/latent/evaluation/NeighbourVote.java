package org.lookalike.latent.evaluation;

import org.lookalike.latent.matrix.Rows;

/**
 * Gives each vector the class that most of its k nearest neighbours have (Cover and Hart 1967), each with one vote.
 *
 * <p>Ties: of equally far neighbours the earlier row is the nearer one; of classes with equally many votes that one
 * wins whose nearest neighbour among the k is nearest. Thread-safe.
 */
public final class NeighbourVote implements Classifier {
    private final LabelledSample sample;
    private final int neighbours;
    private final Distances distances;

    private NeighbourVote(LabelledSample sample, int neighbours, Distance distance) {
        this.sample = sample;
        this.neighbours = neighbours;
        this.distances = new Distances(sample.rows(), distance);
    }

    /**
     * Remembers a sample.
     *
     * @param neighbours k, 1 to the number of the sample's rows
     * @throws IllegalArgumentException if it is out of range
     */
    public static NeighbourVote of(LabelledSample sample, int neighbours, Distance distance) {
        if (neighbours < 1 || neighbours > sample.count()) {
            throw new IllegalArgumentException(
                    "%d neighbours, must be 1 to the %d rows there are".formatted(neighbours, sample.count()));
        }
        return new NeighbourVote(sample, neighbours, distance);
    }

    @Override
    public int[] classify(Rows rows) {
        int[] classes = new int[rows.count()];
        distances.each(rows, (row, each) -> classes[row] = vote(Ranking.nearest(each, neighbours)));
        return classes;
    }

    private int vote(int[] nearest) {
        int[] votes = new int[sample.classes()];
        int most = 0;
        for (int row : nearest) {
            most = Math.max(most, ++votes[sample.labels()[row]]);
        }
        // The first in the order of distance that has as many votes as the winner.
        for (int row : nearest) {
            if (votes[sample.labels()[row]] == most) {
                return sample.labels()[row];
            }
        }
        throw new IllegalStateException("%d neighbours gave no vote".formatted(nearest.length));
    }
}
