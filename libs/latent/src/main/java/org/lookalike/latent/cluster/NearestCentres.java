package org.lookalike.latent.cluster;

import java.util.Arrays;

/**
 * Every row's nearest centre, found again each time that the centres have moved. Centres that were far from a row and
 * moved little are not looked at: by the triangle inequality their distance is at least what it was, less what they have
 * travelled since (Elkan 2003). Bounds allow for what rounding may do, so that this changes nothing in what is found.
 *
 * <p>Blocks of rows with many open centres are multiplied with all of them at once.
 */
final class NearestCentres {
    /** Where more than one in this many products of a block is needed, a matrix product is faster. */
    private static final int DENSE = 10;
    /** With more rows times centres than this (256 MiB of bounds) no bounds are kept and everything is multiplied. */
    private static final long MAX_BOUNDS = 1L << 26;
    /** By how much a bound is loosened for its own rounding. */
    private static final float ROUNDING = 1e-6f;

    private final Sample sample;
    private final MovingCentres centres;
    private final int clusters;
    private final int[] nearest;
    /** At most how far each row is from its nearest centre. */
    private final float[] upper;
    /**
     * For each row and centre at least their distance when it was computed, and to that the way that the centre had
     * travelled by then, so that a later way only needs to be subtracted. NaN where nothing is known.
     */
    private final float[] lower;
    /** What rounding may add to a squared distance, as a part of the two squared norms. */
    private final float error;

    /** By a block's first row: whether it had too many open centres. */
    private final boolean[] crowded;

    /** By thread: a list of centres. */
    private final int[][] open;

    NearestCentres(Sample sample, int clusters) {
        this.sample = sample;
        this.centres = new MovingCentres(sample, clusters);
        this.clusters = clusters;
        this.nearest = new int[sample.count()];
        this.upper = new float[sample.count()];
        Arrays.fill(upper, Float.POSITIVE_INFINITY);
        long numbers = (long) sample.count() * clusters;
        this.lower = new float[numbers > MAX_BOUNDS ? 0 : (int) numbers];
        this.error = (float) ((8 + Math.sqrt(sample.width())) * Math.ulp(1f));
        this.crowded = new boolean[sample.count()];
        Arrays.fill(crowded, true);
        this.open = new int[sample.workers().threads()][clusters];
    }

    /** Moves the centres, one after the other, and finds the nearest of each row; of equally near ones the first. */
    void find(double[] positions, int[] found) {
        centres.move(positions);
        sample.products()
                .multiply(
                        centres.vectors(),
                        clusters,
                        (worker, first, count, one) -> lower.length > 0 && search(first, count, one, open[worker]),
                        (first, count, products) -> {
                            crowded[first] = true;
                            for (int i = 0; i < count; i++) {
                                take(first + i, products, i * clusters);
                            }
                        });
        System.arraycopy(nearest, 0, found, 0, found.length);
    }

    /** Records that a row was moved to a cluster whose centre need not be near. */
    void reassign(int row, int cluster) {
        nearest[row] = cluster;
        upper[row] = Float.POSITIVE_INFINITY;
    }

    /** Compares the centres that the bounds leave open; gives up where there are too many. */
    private boolean search(int first, int count, CentredProducts.One product, int[] list) {
        for (int row = first; row < first + count; row++) {
            float step = centres.step(nearest[row]);
            // Rounded up, since many small steps may follow each other.
            upper[row] = step > 0 ? Math.nextUp(upper[row] + step) : upper[row];
        }
        long limit = (long) count * clusters / DENSE;
        if (crowded[first]) {
            long counted = 0;
            for (int row = first; row < first + count && counted <= limit; row++) {
                counted += open(row, list);
            }
            if (counted > limit) {
                return false;
            }
        }
        long compared = 0;
        for (int row = first; row < first + count; row++) {
            int number = open(row, list);
            // The own centre always is open.
            compared += number > 1 ? compare(row, product, list, number) : 0;
        }
        crowded[first] = compared > limit;
        return true;
    }

    /** Lists the centres that may be as near as the upper bound, in their order. */
    private int open(int row, int[] list) {
        float[] travelled = centres.travelled();
        float reach = reach(upper[row]);
        int at = row * clusters;
        int number = 0;
        for (int c = 0; c < travelled.length; c++) {
            list[number] = c;
            number += lower[at + c] - travelled[c] > reach ? 0 : 1;
        }
        return number;
    }

    private float reach(float distance) {
        return distance + ROUNDING * (distance + centres.farthest());
    }

    /** Finds the nearest of the open ones; returns how many were compared. */
    private int compare(int row, CentredProducts.One product, int[] list, int number) {
        float[] travelled = centres.travelled();
        int at = row * clusters;
        int own = nearest[row];
        int index = own;
        float min = bound(row, own, product);
        float reach = reach(upper(row, own, min));
        int compared = 1;
        for (int i = 0; i < number; i++) {
            int c = list[i];
            if (c != own && !(lower[at + c] - travelled[c] > reach)) {
                compared++;
                float half = bound(row, c, product);
                if (half < min || (half == min && c < index)) {
                    min = half;
                    index = c;
                    reach = reach(upper(row, c, half));
                }
            }
        }
        nearest[row] = index;
        upper[row] = upper(row, index, min);
        return compared;
    }

    /** Half the squared norm of a centre less its product with a row; makes a bound of it. */
    private float bound(int row, int cluster, CentredProducts.One product) {
        float half = centres.halfNorm(cluster) - product.of(row, cluster);
        float square = sample.squaredNorm(row) + 2 * half - slack(row, cluster);
        lower[row * clusters + cluster] = (float) Math.sqrt(square) + centres.travelled()[cluster];
        return half;
    }

    private float upper(int row, int cluster, float half) {
        return (float) Math.sqrt(Math.max(0, sample.squaredNorm(row) + 2 * half) + slack(row, cluster));
    }

    private float slack(int row, int cluster) {
        return error * (sample.squaredNorm(row) + 2 * centres.halfNorm(cluster));
    }

    /** Compares all centres. */
    private void take(int row, float[] products, int at) {
        int index = 0;
        float min = Float.POSITIVE_INFINITY;
        for (int c = 0; c < clusters; c++) {
            float half = centres.halfNorm(c) - products[at + c];
            if (half < min) {
                min = half;
                index = c;
            }
        }
        nearest[row] = index;
        upper[row] = upper(row, index, min);
        if (lower.length > 0) {
            boundAll(row, products, at);
        }
    }

    private void boundAll(int row, float[] products, int at) {
        float[] travelled = centres.travelled();
        float[] halfNorms = centres.halfNorms();
        float norm = sample.squaredNorm(row) * (1 - error);
        float part = 1 - error;
        int to = row * clusters;
        for (int c = 0; c < travelled.length; c++) {
            float square = norm + 2 * (part * halfNorms[c] - products[at + c]);
            lower[to + c] = (float) Math.sqrt(square) + travelled[c];
        }
    }
}
