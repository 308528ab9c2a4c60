package org.lookalike.sink.place;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Features;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.StoreRules;
import org.lookalike.vectorstore.VectorRow;

/** Reads records of vectors, the same way for every space, so that all spaces hold the same images. Thread-safe. */
public final class VectorRows {
    private final AvroCodec codec;

    public VectorRows(AvroCodec codec) {
        this.codec = codec;
    }

    /**
     * The image that a record is about: its key, if it is fit for the store. Otherwise a single tombstone could stop the
     * sink for good.
     *
     * @throws PermanentFailure INVALID_FIELD
     */
    public static String id(ConsumerRecord<byte[], byte[]> origin) {
        @Nullable String key = Records.text(origin.key());
        String place = "%s-%d@%d".formatted(origin.topic(), origin.partition(), origin.offset());
        if (key == null) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "%s has no key, must be the image id".formatted(place));
        }
        try {
            StoreRules.requireIds(List.of(key));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "the key of %s: %s".formatted(place, e.getMessage()), e);
        }
        return key;
    }

    /**
     * What an event says, whichever space it goes to.
     *
     * @param origin the event's record
     * @throws PermanentFailure MALFORMED_RECORD or INVALID_FIELD
     */
    public EncodedImage read(String id, byte[] value, RowOrigin origin) {
        ImageVector event = codec.decode(Topics.VECTORS, value);
        if (!event.getImageId().equals(id)) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "image id '%s' is not the record's key '%s'".formatted(event.getImageId(), id));
        }
        try {
            Instant captured = event.getCapturedAt();
            VectorRow features = new VectorRow(
                    id,
                    Features.of(event),
                    event.getSource(),
                    captured == null ? event.getArrivedAt() : captured,
                    event.getUri(),
                    event.getSha256(),
                    event.getAttributes(),
                    Membership.NONE,
                    origin);
            return new EncodedImage(event.getEncoderId(), features);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "vector of image %s: %s".formatted(id, e.getMessage()), e);
        }
    }
}
