package org.lookalike.vectorstore;

/**
 * What a store takes, beyond the rules that hold for every store.
 *
 * @param maxDimensions the most dimensions that a collection may have
 * @param rowsPerWrite the number of rows of a good size for one write: larger ones are split by the store, smaller ones
 *     spend more of their time on the way
 */
public record StoreLimits(int maxDimensions, int rowsPerWrite) {
    public StoreLimits {
        if (maxDimensions < StoreRules.MIN_DIMENSIONS || rowsPerWrite < 1) {
            throw new IllegalArgumentException(
                    "maximum of dimensions is %d and rows per write %d, must be at least %d and 1"
                            .formatted(maxDimensions, rowsPerWrite, StoreRules.MIN_DIMENSIONS));
        }
    }
}
