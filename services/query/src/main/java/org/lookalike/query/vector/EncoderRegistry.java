package org.lookalike.query.vector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.encoding.Encoder;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;

/** The encoders that query images can be encoded with: one and, for the time of an upgrade, more. */
public final class EncoderRegistry {
    private final Map<String, BatchingEncoder> byId = new LinkedHashMap<>();
    private final int maxBatch;

    /**
     * These encoders, which stay the caller's to close; one that comes twice counts once.
     *
     * @param maxBatch most images per inference, at least 1
     */
    public EncoderRegistry(List<? extends Encoder> encoders, int maxBatch) {
        this.maxBatch = maxBatch;
        for (Encoder encoder : encoders) {
            byId.computeIfAbsent(encoder.id(), id -> new BatchingEncoder(encoder, maxBatch));
        }
    }

    /** Most images per inference. */
    int maxBatch() {
        return maxBatch;
    }

    /**
     * The encoder of a space.
     *
     * @throws PermanentFailure SPACE_NOT_READY if it is not open
     */
    BatchingEncoder of(Space space) {
        return Optional.ofNullable(byId.get(space.encoderId()))
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.SPACE_NOT_READY,
                        "space %s is made of encoder %s, which this service has not opened (it has %s); ask by image id,"
                                        .formatted(space.id(), space.encoderId(), String.join(", ", byId.keySet()))
                                + " or add the encoder's folder to query.more-encoders"));
    }
}
