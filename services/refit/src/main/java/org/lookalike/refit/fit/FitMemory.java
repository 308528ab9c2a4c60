package org.lookalike.refit.fit;

/** The memory that a fit takes, heap and native together, estimated from the sizes of what it holds at once. */
final class FitMemory {
    /** What matrix routines take in addition, whatever the sample: blocks of centred rows and of products. */
    private static final long WORK_BYTES = 32L << 20;

    private FitMemory() {}

    /**
     * @param count images in the sample
     * @param features of each
     * @param dimensions of the space
     */
    static long bytes(long count, long features, long dimensions) {
        return WORK_BYTES + count * perImage(features, dimensions) + fixed(features, dimensions);
    }

    /** The largest sample that stays within a limit; may be 0. */
    static int maxSample(long limit, long features, long dimensions) {
        long left = limit - WORK_BYTES - fixed(features, dimensions);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, left / perImage(features, dimensions)));
    }

    /** The row as it came, as numbers and once more for the fitted part; its coordinates in k-means and two spaces. */
    private static long perImage(long features, long dimensions) {
        return Float.BYTES * (3 * features + 3 * dimensions + Math.max(features, dimensions));
    }

    /**
     * Scatter and eigenvectors; the basis in the model, the candidate and the space before; what whitening by neighbours
     * makes of it, in double precision.
     */
    private static long fixed(long features, long dimensions) {
        return 3L * Float.BYTES * features * features
                + 4L * Float.BYTES * features * dimensions
                + 2L * Double.BYTES * dimensions * (features + 2 * dimensions);
    }
}
