package org.lookalike.latent.map;

import org.lookalike.latent.matrix.Workers;

/**
 * What draws points together and pushes them apart, and how far their map is from what it shows. Blocks of work are the
 * same for any number of threads, and so is every rounding.
 */
final class Forces {
    /** Points in a block of work. */
    static final int BLOCK = MortonTree.GROUP;

    private final Affinities affinities;
    private final Workers workers;
    private final MortonTree tree;
    private final Repulsion repulsion;
    private final int count;
    private final int blocks;
    private final float[] x;
    private final float[] y;
    /** x and y of each point side by side: a neighbour's are fetched from memory together. */
    private final float[] places;

    private final float[] attractionX;
    private final float[] attractionY;

    /** @param x of the points, which may move between two computations; {@code y} likewise */
    Forces(Affinities affinities, float[] x, float[] y, double theta, Workers workers) {
        this.affinities = affinities;
        this.workers = workers;
        this.count = x.length;
        this.tree = new MortonTree(count);
        this.repulsion = new Repulsion(tree, theta, workers.threads());
        this.blocks = Workers.blocks(count, BLOCK);
        this.x = x;
        this.y = y;
        this.places = new float[2 * count];
        this.attractionX = new float[count];
        this.attractionY = new float[count];
    }

    /**
     * Computes them for the points' present positions.
     *
     * @param sort whether points have moved so far that the order in which they are grouped is worth renewing
     */
    void compute(boolean sort) {
        if (sort) {
            tree.sort(x, y);
        }
        tree.update(x, y);
        for (int i = 0; i < count; i++) {
            places[2 * i] = x[i];
            places[2 * i + 1] = y[i];
        }
        // The long ones first, so that no thread is left with one at the end.
        workers.run(2 * blocks, (worker, block) -> {
            if (block < blocks) {
                repulsion.compute(worker, block);
            } else {
                attract((block - blocks) * BLOCK);
            }
        });
    }

    /** A quarter of the divergence's derivative by a point's x, with attraction multiplied. */
    float gradientX(int point, float exaggeration, float overSum) {
        return exaggeration * attractionX[point] - overSum * repulsion.forceX[point];
    }

    /** As {@link #gradientX}. */
    float gradientY(int point, float exaggeration, float overSum) {
        return exaggeration * attractionY[point] - overSum * repulsion.forceY[point];
    }

    /** One over the normalisation of the similarities on the map, to be passed to the gradients. */
    float overSum() {
        return (float) (1 / repulsion.sum());
    }

    private void attract(int first) {
        for (int i = first; i < Math.min(count, first + BLOCK); i++) {
            attract(affinities.starts()[i], affinities.starts()[i + 1], i);
        }
    }

    /** Two neighbours at a time, in sums of their own, so that an addition need not wait for the one before. */
    private void attract(int begin, int end, int i) {
        int[] columns = affinities.columns();
        float[] values = affinities.values();
        float[] at = places;
        float atX = at[2 * i];
        float atY = at[2 * i + 1];
        float oneX = 0;
        float oneY = 0;
        float otherX = 0;
        float otherY = 0;
        int e = begin;
        for (; e + 1 < end; e += 2) {
            int j = 2 * columns[e];
            int k = 2 * columns[e + 1];
            float dx = atX - at[j];
            float dy = atY - at[j + 1];
            float strength = values[e] / (1 + dx * dx + dy * dy);
            float ex = atX - at[k];
            float ey = atY - at[k + 1];
            float second = values[e + 1] / (1 + ex * ex + ey * ey);
            oneX += strength * dx;
            oneY += strength * dy;
            otherX += second * ex;
            otherY += second * ey;
        }
        if (e < end) {
            int j = 2 * columns[e];
            float dx = atX - at[j];
            float dy = atY - at[j + 1];
            float strength = values[e] / (1 + dx * dx + dy * dy);
            oneX += strength * dx;
            oneY += strength * dy;
        }
        attractionX[i] = oneX + otherX;
        attractionY[i] = oneY + otherY;
    }

    /** The Kullback–Leibler divergence, in nats, for the positions that were computed last. */
    double divergence() {
        double[] parts = new double[blocks];
        workers.run(blocks, (worker, block) -> {
            int first = block * BLOCK;
            for (int i = first; i < Math.min(count, first + BLOCK); i++) {
                parts[block] += divergence(i);
            }
        });
        double divergence = Math.log(repulsion.sum());
        for (double part : parts) {
            divergence += part;
        }
        return divergence;
    }

    private double divergence(int i) {
        double sum = 0;
        for (int e = affinities.starts()[i]; e < affinities.starts()[i + 1]; e++) {
            int j = affinities.columns()[e];
            double dx = (double) x[i] - x[j];
            double dy = (double) y[i] - y[j];
            float value = affinities.values()[e];
            // Weights of far neighbours may be too small to be told from nothing.
            sum += value > 0 ? value * Math.log(value * (1 + dx * dx + dy * dy)) : 0;
        }
        return sum;
    }
}
