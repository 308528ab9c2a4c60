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
 * @param sinkOffset what the space's group had committed before they were listed
 * @param ledgerOffset what the audit had committed after they were listed
 */
public record CollectionSlice(
        Space space, BucketRange buckets, Map<String, RowOrigin> rows, long sinkOffset, long ledgerOffset) {}
