package org.lookalike.latent.neighbours;

/**
 * The nearest rows of each query.
 *
 * @param each how many there are for each
 * @param indices nearest first; those of query {@code i} from {@code i * each} on
 * @param squares squared distances to them, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; lists would box millions of numbers.
public record Neighbours(int each, int[] indices, float[] squares) {
    /** How many queries there were. */
    public int queries() {
        return indices.length / each;
    }

    /** The {@code rank}-th nearest row of a query, counted from 0. */
    public int index(int query, int rank) {
        return indices[query * each + rank];
    }
}
