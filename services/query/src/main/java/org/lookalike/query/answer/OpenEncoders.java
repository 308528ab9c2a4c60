package org.lookalike.query.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.encoding.Encoder;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;

/** The encoders that query images can be encoded with: one and, for the time of an upgrade, more. */
public final class OpenEncoders {
    private final Map<String, OpenEncoder> byId = new LinkedHashMap<>();

    /**
     * These encoders, which stay the caller's to close; one that comes twice counts once.
     *
     * @param largestBatch most images per inference, at least 1
     */
    public OpenEncoders(List<? extends Encoder> encoders, int largestBatch) {
        for (Encoder encoder : encoders) {
            byId.computeIfAbsent(encoder.id(), id -> new OpenEncoder(encoder, largestBatch));
        }
    }

    /**
     * The encoder of a space.
     *
     * @throws PermanentFailure SPACE_NOT_READY if it is not open
     */
    OpenEncoder of(Space space) {
        return Optional.ofNullable(byId.get(space.encoderId()))
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.SPACE_NOT_READY,
                        "space %s is made of encoder %s, which this service has not opened (it has %s); ask by image id,"
                                        .formatted(space.id(), space.encoderId(), String.join(", ", byId.keySet()))
                                + " or add the encoder's folder to query.more-encoders"));
    }
}
