package org.lookalike.vectorstore;

/**
 * The record on the topic of vectors that a row was made of. Of two records of an image the one with the higher offset is
 * newer.
 *
 * @param partition its partition, or -1 where unknown
 * @param offset its offset, or -1 where unknown
 */
public record RowOrigin(int partition, long offset) {
    /** Of a row that was made of no record. */
    public static final RowOrigin UNKNOWN = new RowOrigin(-1, -1);

    public RowOrigin {
        StoreRules.require(
                (partition >= 0 && offset >= 0) || (partition == -1 && offset == -1),
                "origin is offset %d of partition %d, must be 0 or more, or -1 for both",
                offset,
                partition);
    }

    /** Whether it is later in the log than another; no record of another partition is. */
    public boolean isNewerThan(RowOrigin other) {
        return partition == other.partition && offset > other.offset;
    }
}
