package org.lookalike.latent.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How all points push each other away, after Barnes and Hut (A hierarchical O(N log N) force-calculation algorithm, Nature
 * 324, 1986), by groups: 256 points that lie together share one list of what pushes them, single points near by and boxes
 * of points farther off. The loop over a group's points for each entry of the list is what the JIT makes vector
 * instructions of; it does not when a pass takes several entries.
 *
 * <p>Groups may be computed by several threads, each with a number of its own; the results do not depend on which.
 */
final class Repulsion {
    private static final int STACK = 128;

    private final MortonTree tree;
    private final float squaredTheta;
    private final @Nullable Scratch[] scratch;
    /** Repulsion of each point, not yet divided by the sum over all pairs. */
    final float[] forceX;

    final float[] forceY;
    private final double[] sums;

    Repulsion(MortonTree tree, double theta, int threads) {
        this.tree = tree;
        this.squaredTheta = (float) (theta * theta);
        this.scratch = new Scratch[threads];
        this.forceX = new float[tree.count()];
        this.forceY = new float[tree.count()];
        this.sums = new double[tree.groups()];
    }

    /** The sum over all ordered pairs of {@code 1 / (1 + d²)}, once every group is computed. */
    double sum() {
        double sum = 0;
        for (double ofGroup : sums) {
            sum += ofGroup;
        }
        return Math.max(sum, Double.MIN_NORMAL);
    }

    /** Computes the repulsion of the points of one group. */
    void compute(int worker, int group) {
        Scratch mine = scratch[worker];
        if (mine == null) {
            mine = new Scratch(tree.count());
            scratch[worker] = mine;
        }
        int first = group * MortonTree.GROUP;
        int count = Math.min(MortonTree.GROUP, tree.count() - first);
        mine.begin(tree, first, count);
        collect(mine, tree.nodeOfGroup(group));
        for (int s = 0; s < mine.sources; s++) {
            push(mine, mine.sourceX[s], mine.sourceY[s], mine.sourceMass[s]);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            int point = tree.point(first + k);
            forceX[point] = mine.forceX[k];
            forceY[point] = mine.forceY[k];
            // Less what a point had with itself.
            sum += mine.weight[k] - 1.0;
        }
        sums[group] = sum;
    }

    /** Lists the cells and points that repel a group. */
    private void collect(Scratch mine, int group) {
        MortonTree t = tree;
        float left = t.minX[group];
        float right = t.maxX[group];
        float low = t.minY[group];
        float high = t.maxY[group];
        int[] stack = mine.stack;
        int depth = 0;
        stack[depth++] = 1;
        while (depth > 0) {
            int node = stack[--depth];
            float points = t.mass[node];
            if (points == 0) {
                continue;
            }
            float dx = Math.max(0, Math.max(left - t.meanX[node], t.meanX[node] - right));
            float dy = Math.max(0, Math.max(low - t.meanY[node], t.meanY[node] - high));
            float width = Math.max(t.maxX[node] - t.minX[node], t.maxY[node] - t.minY[node]);
            if (width * width < squaredTheta * (dx * dx + dy * dy)) {
                mine.add(t.meanX[node], t.meanY[node], points);
            } else if (t.isLeaf(node)) {
                int begin = t.firstPoint(node);
                for (int place = begin; place < begin + (int) points; place++) {
                    mine.add(t.x[place], t.y[place], 1);
                }
            } else {
                stack[depth++] = 2 * node;
                stack[depth++] = 2 * node + 1;
            }
        }
    }

    private static void push(Scratch mine, float sourceX, float sourceY, float mass) {
        push(mine.x, mine.y, mine.weight, mine.forceX, mine.forceY, sourceX, sourceY, mass);
    }

    private static void push(
            float[] x,
            float[] y,
            float[] weight,
            float[] forceX,
            float[] forceY,
            float sourceX,
            float sourceY,
            float mass) {
        for (int k = 0; k < MortonTree.GROUP; k++) {
            float dx = x[k] - sourceX;
            float dy = y[k] - sourceY;
            float near = 1 / (1 + dx * dx + dy * dy);
            float weighted = mass * near;
            float strength = weighted * near;
            weight[k] += weighted;
            forceX[k] += strength * dx;
            forceY[k] += strength * dy;
        }
    }

    /** The buffers of one thread. */
    private static final class Scratch {
        private final int[] stack = new int[STACK];
        private final float[] sourceX;
        private final float[] sourceY;
        private final float[] sourceMass;
        private int sources;
        private final float[] x = new float[MortonTree.GROUP];
        private final float[] y = new float[MortonTree.GROUP];
        private final float[] weight = new float[MortonTree.GROUP];
        private final float[] forceX = new float[MortonTree.GROUP];
        private final float[] forceY = new float[MortonTree.GROUP];

        /** A list holds at most every point by itself. */
        private Scratch(int count) {
            sourceX = new float[count];
            sourceY = new float[count];
            sourceMass = new float[count];
        }

        private void begin(MortonTree tree, int first, int count) {
            sources = 0;
            System.arraycopy(tree.x, first, x, 0, count);
            System.arraycopy(tree.y, first, y, 0, count);
            Arrays.fill(weight, 0);
            Arrays.fill(forceX, 0);
            Arrays.fill(forceY, 0);
        }

        private void add(float pointX, float pointY, float points) {
            sourceX[sources] = pointX;
            sourceY[sources] = pointY;
            sourceMass[sources] = points;
            sources++;
        }
    }
}
