package org.lookalike.audit.task;

import java.util.Map;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.RowOrigin;

/**
 * The rows of some buckets of a collection that belong to one partition.
 *
 * @param space the collection's space
 * @param buckets the buckets
 * @param rows their rows by id, all of them
 * @param settledOffset what both the space's group and the audit had committed before they were listed
 * @param ledgerOffset what the audit had committed after they were listed
 * @param endOffset the end of the partition, asked for after they were listed
 * @param pass the comparison of the whole collection that it is a part of, or {@link #AGAIN}
 */
public record CollectionSlice(
        Space space,
        BucketRange buckets,
        Map<String, RowOrigin> rows,
        long settledOffset,
        long ledgerOffset,
        long endOffset,
        long pass) {
    /** Of buckets that are compared once more, out of turn. */
    public static final long AGAIN = -1;

    /** Whether the ledger may not have read the row's record yet; a row from beyond the end is of a former topic. */
    boolean isAhead(RowOrigin row) {
        return row.offset() >= ledgerOffset && row.offset() < endOffset;
    }
}
