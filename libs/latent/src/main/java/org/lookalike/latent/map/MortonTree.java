package org.lookalike.latent.map;

import java.util.Arrays;

/**
 * Points along a Morton curve, and over stretches of it an implicit binary tree of boxes: node 1 holds all, node {@code i}
 * what {@code 2 i} and {@code 2 i + 1} hold. Used by one thread while it changes.
 */
final class MortonTree {
    /** Points in a leaf. */
    static final int LEAF = 8;
    /** Leaves in a group of points that are processed together. */
    static final int GROUP_LEAVES = 32;

    static final int GROUP = LEAF * GROUP_LEAVES;

    /** Cells of the curve along each axis: two times 15 bits make a positive number. */
    private static final int CELLS = 1 << 15;

    private final int count;
    private final int[] order;
    private final long[] keys;
    private final int firstLeaf;

    /** Positions in the curve's order. */
    final float[] x;

    final float[] y;
    /** Of each node: its number of points, their mean, and its box. */
    final float[] mass;

    final float[] meanX;
    final float[] meanY;
    final float[] minX;
    final float[] maxX;
    final float[] minY;
    final float[] maxY;

    MortonTree(int count) {
        this.count = count;
        int leaves = GROUP_LEAVES;
        while (leaves * LEAF < count) {
            leaves *= 2;
        }
        firstLeaf = leaves;
        order = new int[count];
        keys = new long[count];
        x = new float[count];
        y = new float[count];
        mass = new float[2 * leaves];
        meanX = new float[2 * leaves];
        meanY = new float[2 * leaves];
        minX = new float[2 * leaves];
        maxX = new float[2 * leaves];
        minY = new float[2 * leaves];
        maxY = new float[2 * leaves];
    }

    int count() {
        return count;
    }

    /** How many groups there are; each is one node. */
    int groups() {
        return (count + GROUP - 1) / GROUP;
    }

    int nodeOfGroup(int group) {
        return firstLeaf / GROUP_LEAVES + group;
    }

    boolean isLeaf(int node) {
        return node >= firstLeaf;
    }

    /** Where the points of a leaf begin. */
    int firstPoint(int leaf) {
        return (leaf - firstLeaf) * LEAF;
    }

    /** The point at a position along the curve. */
    int point(int place) {
        return order[place];
    }

    /** Sorts the points along the curve again, after they have moved far. */
    void sort(float[] pointX, float[] pointY) {
        float leftmost = Float.POSITIVE_INFINITY;
        float lowest = Float.POSITIVE_INFINITY;
        float rightmost = Float.NEGATIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            leftmost = Math.min(leftmost, pointX[i]);
            rightmost = Math.max(rightmost, pointX[i]);
            lowest = Math.min(lowest, pointY[i]);
            highest = Math.max(highest, pointY[i]);
        }
        float extent = Math.max(rightmost - leftmost, highest - lowest);
        float scale = extent > 0 ? (CELLS - 1) / extent : 0;
        for (int i = 0; i < count; i++) {
            int column = (int) ((pointX[i] - leftmost) * scale);
            int row = (int) ((pointY[i] - lowest) * scale);
            keys[i] = (long) (spread(column) | spread(row) << 1) << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[i];
        }
    }

    /** Spreads the lower 16 bits over the even ones. */
    private static int spread(int value) {
        int spread = (value | value << 8) & 0x00ff00ff;
        spread = (spread | spread << 4) & 0x0f0f0f0f;
        spread = (spread | spread << 2) & 0x33333333;
        return (spread | spread << 1) & 0x55555555;
    }

    /** Updates the points' positions, and the boxes from the leaves up. */
    void update(float[] pointX, float[] pointY) {
        for (int place = 0; place < count; place++) {
            x[place] = pointX[order[place]];
            y[place] = pointY[order[place]];
        }
        for (int leaf = firstLeaf; leaf < 2 * firstLeaf; leaf++) {
            hold(leaf);
        }
        for (int node = firstLeaf - 1; node > 0; node--) {
            join(node, 2 * node, 2 * node + 1);
        }
    }

    private void hold(int leaf) {
        int begin = firstPoint(leaf);
        int end = Math.min(count, begin + LEAF);
        float left = Float.POSITIVE_INFINITY;
        float low = Float.POSITIVE_INFINITY;
        float right = Float.NEGATIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        float sumX = 0;
        float sumY = 0;
        for (int place = begin; place < end; place++) {
            left = Math.min(left, x[place]);
            right = Math.max(right, x[place]);
            low = Math.min(low, y[place]);
            high = Math.max(high, y[place]);
            sumX += x[place];
            sumY += y[place];
        }
        int points = Math.max(0, end - begin);
        mass[leaf] = points;
        meanX[leaf] = points > 0 ? sumX / points : 0;
        meanY[leaf] = points > 0 ? sumY / points : 0;
        minX[leaf] = left;
        maxX[leaf] = right;
        minY[leaf] = low;
        maxY[leaf] = high;
    }

    private void join(int node, int one, int other) {
        float points = mass[one] + mass[other];
        mass[node] = points;
        meanX[node] = points > 0 ? (mass[one] * meanX[one] + mass[other] * meanX[other]) / points : 0;
        meanY[node] = points > 0 ? (mass[one] * meanY[one] + mass[other] * meanY[other]) / points : 0;
        minX[node] = Math.min(minX[one], minX[other]);
        maxX[node] = Math.max(maxX[one], maxX[other]);
        minY[node] = Math.min(minY[one], minY[other]);
        maxY[node] = Math.max(maxY[one], maxY[other]);
    }
}
