package org.lookalike.latent.map;

import org.lookalike.latent.matrix.Workers;

/**
 * What draws points together and pushes them apart, and how far their map is from what it shows. Blocks of work are the
 * same for any number of threads, and so is every rounding.
 */
final class Forces {
    /** Points that one block of work is about. */
    static final int BLOCK = BoxTree.GROUP;

    private final Affinities affinities;
    private final Workers workers;
    private final BoxTree tree;
    private final Repulsion repulsion;
    private final int count;
    private final int blocks;
    private final float[] x;
    private final float[] y;
    private final float[] attractionX;
    private final float[] attractionY;

    /** @param x of the points, which may move between two computations; {@code y} likewise */
    Forces(Affinities affinities, float[] x, float[] y, double theta, Workers workers) {
        this.affinities = affinities;
        this.workers = workers;
        this.count = x.length;
        this.tree = new BoxTree(count);
        this.repulsion = new Repulsion(tree, theta, workers.threads());
        this.blocks = Workers.blocks(count, BLOCK);
        this.x = x;
        this.y = y;
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

    /** One over the sum that makes closenesses on the map a distribution: what gradients have to be asked with. */
    float overSum() {
        return (float) (1 / repulsion.sum());
    }

    private void attract(int first) {
        for (int i = first; i < Math.min(count, first + BLOCK); i++) {
            attract(affinities.starts()[i], affinities.starts()[i + 1], i);
        }
    }

    private void attract(int begin, int end, int i) {
        int[] columns = affinities.columns();
        float[] values = affinities.values();
        float atX = x[i];
        float atY = y[i];
        float sumX = 0;
        float sumY = 0;
        for (int e = begin; e < end; e++) {
            int j = columns[e];
            float dx = atX - x[j];
            float dy = atY - y[j];
            float strength = values[e] / (1 + dx * dx + dy * dy);
            sumX += strength * dx;
            sumY += strength * dy;
        }
        attractionX[i] = sumX;
        attractionY[i] = sumY;
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
