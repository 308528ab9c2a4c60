package org.lookalike.latent.map;

/**
 * The nearest rows of each of some rows.
 *
 * @param each how many there are for each
 * @param indices nearest first; those of row {@code i} from {@code i * each} on
 * @param squares squared distances to them, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; lists would box millions of numbers.
record Neighbours(int each, int[] indices, float[] squares) {
    int rows() {
        return indices.length / each;
    }
}
