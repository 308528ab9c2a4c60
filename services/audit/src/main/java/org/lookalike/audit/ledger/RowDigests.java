package org.lookalike.audit.ledger;

import java.nio.charset.StandardCharsets;
import org.lookalike.vectorstore.Buckets;

/**
 * For each bucket the number of rows and the sum of their hashes, in which no order matters: two sets of rows are equal if these
 * are, but for one case in 2^64. Takes 48 KiB, however many rows there are. Belongs to one thread.
 */
public final class RowDigests {
    private final int[] counts = new int[Buckets.COUNT];
    private final long[] sums = new long[Buckets.COUNT];
    private long rows;

    /** Adds a row that was made of a record. */
    public void add(String id, int partition, long offset) {
        change(id, partition, offset, 1);
    }

    /** Takes a row away that was added. */
    public void remove(String id, int partition, long offset) {
        change(id, partition, offset, -1);
    }

    private void change(String id, int partition, long offset, int sign) {
        int bucket = Buckets.of(id);
        counts[bucket] += sign;
        sums[bucket] += sign * hash(id, partition, offset);
        rows += sign;
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** Whether a bucket holds the same rows as in other digests. */
    public boolean isEqual(RowDigests other, int bucket) {
        return counts[bucket] == other.counts[bucket] && sums[bucket] == other.sums[bucket];
    }

    /** FNV-1a over the id, then the finaliser of MurmurHash3 over all of it, so that sums do not cancel out. */
    private static long hash(String id, int partition, long offset) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return mix(mix(mix(hash) ^ partition) ^ offset);
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
