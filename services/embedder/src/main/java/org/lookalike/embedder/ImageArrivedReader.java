package org.lookalike.embedder;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.CompactedBatch;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageFields;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;

/**
 * Reads and validates events of {@code images.arrived}, to which anybody may write: a valid event exceeds neither the limit
 * of {@code vectors} nor, with a reason, that of {@code images.quarantined}. Thread-safe.
 */
final class ImageArrivedReader implements CompactedBatch.Reader<ImageArrived> {
    private final AvroCodec codec;

    ImageArrivedReader(AvroCodec codec) {
        this.codec = codec;
    }

    /**
     * The image id that a record is about.
     *
     * @throws PermanentFailure INVALID_FIELD if the key is missing or can be no image id
     */
    @Override
    public String key(ConsumerRecord<byte[], byte[]> origin) {
        String key = Records.text(origin.key());
        @Nullable String problem = key == null ? "it is missing" : ImageIds.problemWithId(key);
        if (key == null || problem != null) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "the key of %s-%d@%d must be an image id: %s"
                            .formatted(origin.topic(), origin.partition(), origin.offset(), problem));
        }
        return key;
    }

    /** Whether live images may overtake a record. Tombstones cannot wait: a deletion is always urgent. */
    static boolean canWait(ConsumerRecord<byte[], byte[]> origin) {
        Header urgency = origin.headers().lastHeader(Urgency.HEADER);
        return origin.value() != null && urgency != null && Arrays.equals(urgency.value(), Urgency.BACKFILL.bytes());
    }

    /**
     * The event under a key.
     *
     * @throws PermanentFailure MALFORMED_RECORD or INVALID_FIELD
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     */
    @Override
    public Optional<ImageArrived> value(String key, ConsumerRecord<byte[], byte[]> origin) {
        ImageArrived event = codec.decode(Topics.IMAGES_ARRIVED, origin.value());
        requireValid(ImageIds.problemWithId(event.getImageId()));
        if (!event.getImageId().equals(key)) {
            throw invalid("the event's image id '%s' is not its record's key '%s'".formatted(event.getImageId(), key));
        }
        requireValid(ImageIds.problemWithSource(event.getSource()));
        requireValid(ImageFields.problemWithUri(event.getUri()));
        requireValid(ImageFields.problemWithTime("arrivedAt", event.getArrivedAt()));
        Instant capturedAt = event.getCapturedAt();
        requireValid(capturedAt == null ? null : ImageFields.problemWithTime("capturedAt", capturedAt));
        requireValid(ImageFields.problemWithAttributes(event.getAttributes()));
        if (!Sha256.isValid(event.getSha256())) {
            throw invalid("image %s has a sha256 of %d characters, must be 64 lower-case hexadecimal digits"
                    .formatted(key, event.getSha256().length()));
        }
        return Optional.of(event);
    }

    private static void requireValid(@Nullable String problem) {
        if (problem != null) {
            throw invalid(problem);
        }
    }

    private static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }
}
