package org.lookalike.vectorstore;

/**
 * Adjacent {@link Buckets}.
 *
 * @param from the first
 * @param to the one after the last, more than {@code from}, at most {@value Buckets#COUNT}
 */
public record BucketRange(int from, int to) {
    /** Every bucket. */
    public static final BucketRange ALL = new BucketRange(0, Buckets.COUNT);

    public BucketRange {
        StoreRules.require(
                from >= 0 && from < to && to <= Buckets.COUNT,
                "buckets from %d to %d, must be at least one of 0 to %d",
                from,
                to,
                Buckets.COUNT);
    }

    /** A single bucket. */
    public static BucketRange of(int bucket) {
        return new BucketRange(bucket, bucket + 1);
    }

    /** Whether an image id falls into one of them. */
    public boolean contains(String id) {
        int bucket = Buckets.of(id);
        return bucket >= from && bucket < to;
    }
}
