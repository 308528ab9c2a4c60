package org.lookalike.latent.neighbours;

import java.util.Arrays;
import org.lookalike.latent.matrix.Rows;

/**
 * How far two spaces agree about the nearest images of an image.
 *
 * @param mean the mean over the queries of the fraction of neighbours that both spaces name, 0 (none) to 1 (the same
 *     sets)
 * @param queries how many images were asked for their neighbours
 * @param neighbours how many neighbours each was asked for: 10, or all others where there are fewer
 */
public record NeighbourOverlap(double mean, int queries, int neighbours) {
    /** How many neighbours are compared; fewer where there are fewer. */
    public static final int DEPTH = 10;

    /**
     * The overlap@10 of two spaces: for each query, the 10 other images of the largest cosine in either space, and how
     * many are the same. Exact: every query meets every row. Where cosines are equal, the earlier row is nearer.
     *
     * <p>The queries are spread evenly over the rows. Works on one thread, and takes about four times the memory of one space's rows beside its input.
     *
     * @param first the images in one space, a row each, all of the same length; a row of zeros has cosine 0 to all
     * @param second the same images in the same order in the other space; its number of dimensions may differ
     * @param queries how many rows to ask at most, at least 1
     * @throws IllegalArgumentException if there are fewer than 2 rows or the spaces differ in their number
     */
    public static NeighbourOverlap at10(float[][] first, float[][] second, int queries) {
        if (first.length != second.length || first.length < 2) {
            throw new IllegalArgumentException("%d and %d rows: needs the same pictures in both spaces, at least 2"
                    .formatted(first.length, second.length));
        }
        if (queries < 1) {
            throw new IllegalArgumentException("%d queries, must be at least 1".formatted(queries));
        }
        int asked = Math.min(queries, first.length);
        int neighbours = Math.min(DEPTH, first.length - 1);
        int[] rows = new int[asked];
        for (int i = 0; i < asked; i++) {
            rows[i] = (int) ((long) i * first.length / asked);
        }
        Neighbours inFirst = nearest(first, rows, neighbours);
        Neighbours inSecond = nearest(second, rows, neighbours);
        long common = 0;
        for (int i = 0; i < asked; i++) {
            common += common(inFirst, inSecond, i);
        }
        return new NeighbourOverlap((double) common / asked / neighbours, asked, neighbours);
    }

    private static Neighbours nearest(float[][] vectors, int[] queries, int count) {
        return NeighbourSearch.in(Rows.copyOf(Arrays.asList(vectors)), Metric.COSINE)
                .nearestOthers(queries, count, 1);
    }

    private static int common(Neighbours one, Neighbours other, int query) {
        int common = 0;
        for (int i = 0; i < one.each(); i++) {
            for (int j = 0; j < other.each(); j++) {
                common += one.index(query, i) == other.index(query, j) ? 1 : 0;
            }
        }
        return common;
    }
}
