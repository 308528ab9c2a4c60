package org.lookalike.latent.neighbours;

import java.util.Arrays;

/** The nearest rows seen so far, as a heap with the farthest of them on top, the next to be replaced. */
final class FarthestFirst {
    private final float[] distances;
    private final int[] indices;

    FarthestFirst(int capacity) {
        distances = new float[capacity];
        indices = new int[capacity];
        clear();
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
        Arrays.fill(indices, -1);
    }

    /** Which rows they are, in no order; not a copy. */
    int[] indices() {
        return indices;
    }

    /**
     * Offers rows {@code first} to {@code first + count - 1}, as far away as half their squared norm less a product.
     *
     * @param at where the products begin
     */
    void offer(float[] halfNorms, int first, float[] products, int at, int count) {
        float farthest = distances[0];
        for (int j = 0; j < count; j++) {
            float distance = halfNorms[first + j] - products[at + j];
            if (distance < farthest) {
                replaceTop(distance, first + j);
                farthest = distances[0];
            }
        }
    }

    private void replaceTop(float distance, int index) {
        int size = distances.length;
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && distances[child + 1] > distances[child]) {
                child++;
            }
            if (distances[child] <= distance) {
                break;
            }
            distances[place] = distances[child];
            indices[place] = indices[child];
            place = child;
        }
        distances[place] = distance;
        indices[place] = index;
    }
}
