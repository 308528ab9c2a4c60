package org.lookalike.latent.map;

import java.util.Arrays;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.matrix.Workers;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;

/**
 * How well a map shows who is near whom.
 *
 * @param preservation the mean share of a row's nearest rows that are its nearest on the map too, 0 to 1
 * @param trustworthiness 1 where everything that is near on the map is near in truth, lower the farther off in truth it
 *     is (Venna and Kaski, Neighborhood preservation in nonlinear projection methods, ICANN 2001); 0 to 1
 * @param neighbours how many nearest rows were compared
 */
public record MapQuality(double preservation, double trustworthiness, int neighbours) {
    /** Trustworthiness needs every distance from a row; this many rows, spread evenly, give it to three digits. */
    private static final int SAMPLED = 2_000;

    private static final int BLOCK = 16;

    /**
     * Measures a map.
     *
     * @param rows what it is a map of, compared by Euclidean distance
     * @param positions x and y of each
     * @param neighbours how many nearest rows to compare, at least 1 and less than half of the rows
     * @throws IllegalArgumentException if numbers do not match
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static MapQuality of(Rows rows, Rows positions, int neighbours, int threads) {
        if (positions.count() != rows.count() || neighbours < 1 || 2 * neighbours >= rows.count()) {
            throw new IllegalArgumentException(
                    "%s at %s, %d neighbours: needs a position for each, and 1 to less than half as neighbours"
                            .formatted(rows, positions, neighbours));
        }
        int[] inTruth = nearest(rows, neighbours, threads);
        int[] onMap = nearest(positions, neighbours, threads);
        long kept = 0;
        for (int i = 0; i < rows.count(); i++) {
            kept += common(inTruth, onMap, i * neighbours, neighbours);
        }
        double preservation = (double) kept / inTruth.length;
        return new MapQuality(preservation, trustworthiness(rows, onMap, neighbours, threads), neighbours);
    }

    private static int[] nearest(Rows rows, int count, int threads) {
        return NeighbourSearch.in(rows, Metric.EUCLIDEAN)
                .nearestOthers(count, threads)
                .indices();
    }

    private static int common(int[] one, int[] other, int at, int count) {
        int[] first = Arrays.copyOfRange(one, at, at + count);
        Arrays.sort(first);
        int common = 0;
        for (int k = at; k < at + count; k++) {
            common += Arrays.binarySearch(first, other[k]) >= 0 ? 1 : 0;
        }
        return common;
    }

    private static double trustworthiness(Rows rows, int[] onMap, int neighbours, int threads) {
        int count = rows.count();
        int sampled = Math.min(count, SAMPLED);
        long[] penalties = new long[sampled];
        try (Workers workers = new Workers(threads)) {
            workers.run(Workers.blocks(sampled, BLOCK), (worker, block) -> {
                double[] squares = new double[count];
                for (int q = block * BLOCK; q < Math.min(sampled, (block + 1) * BLOCK); q++) {
                    int row = (int) ((long) q * count / sampled);
                    penalties[q] = penalty(rows, row, onMap, neighbours, squares);
                }
            });
        }
        double max = (double) sampled * neighbours * (2.0 * count - 3.0 * neighbours - 1) / 2;
        return 1 - Arrays.stream(penalties).sum() / max;
    }

    /** By how many ranks a row's neighbours on the map miss being its neighbours in truth. */
    private static long penalty(Rows rows, int row, int[] onMap, int neighbours, double[] squares) {
        float[] values = rows.values();
        int width = rows.width();
        for (int j = 0; j < squares.length; j++) {
            squares[j] = Vectors.squaredDistance(values, row * width, values, j * width, width);
        }
        squares[row] = -1;
        long penalty = 0;
        for (int k = row * neighbours; k < (row + 1) * neighbours; k++) {
            double square = squares[onMap[k]];
            long rank = 0;
            for (double other : squares) {
                rank += other < square ? 1 : 0;
            }
            // Itself counts as one nearer, so that ranks begin with 1.
            penalty += Math.max(0, rank - neighbours);
        }
        return penalty;
    }
}
