package org.lookalike.audit.ledger;

import java.util.HashMap;
import java.util.Map;

/** The digests of a partition's vectors by stream. Belongs to one thread. */
public final class BucketDigests {
    private final Map<EncoderStream, RowDigests> streams = new HashMap<>();

    /** Of one stream. */
    public RowDigests of(EncoderStream stream) {
        return streams.computeIfAbsent(stream, added -> new RowDigests());
    }
}
