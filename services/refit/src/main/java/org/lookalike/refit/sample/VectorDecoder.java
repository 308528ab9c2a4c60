package org.lookalike.refit.sample;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageVector;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Topics;

/** Decodes and validates records of vectors. Thread-safe. */
public final class VectorDecoder {
    private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{16}");

    private final AvroCodec codec;
    private final Retrier retrier;
    private final String labelAttribute;

    /**
     * @param retrier retries while the registry does not answer
     * @param labelAttribute the attribute of images that holds their label, empty for none
     */
    public VectorDecoder(AvroCodec codec, Retrier retrier, String labelAttribute) {
        this.codec = codec;
        this.retrier = retrier;
        this.labelAttribute = labelAttribute;
    }

    /**
     * Decodes a record.
     *
     * @param offset the record's offset in its partition
     * @param time the record's timestamp
     * @throws PermanentFailure if the record is malformed or breaks a rule
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     */
    public VectorUpdate decode(String topic, long offset, byte @Nullable [] key, byte @Nullable [] value, long time) {
        String imageId = Records.text(key);
        String problem = imageId == null ? "the record has no key" : ImageIds.problemWithId(imageId);
        if (imageId == null || problem != null) {
            throw invalid("%s@%d: %s".formatted(topic, offset, String.valueOf(problem)));
        }
        if (value == null) {
            return new VectorUpdate.Tombstone(topic, imageId);
        }
        ImageVector event = retrier.get(() -> codec.decode(Topics.vectors(topic), value));
        if (!event.getImageId().equals(imageId)) {
            throw invalid("image id '%s' is not the record's key '%s'".formatted(event.getImageId(), imageId));
        }
        if (!ENCODER_ID.matcher(event.getEncoderId()).matches()) {
            throw invalid("image %s has encoder id '%s', must be 16 lower-case hexadecimal digits"
                    .formatted(imageId, event.getEncoderId()));
        }
        SampledImage image = SampledImage.of(event, time, labelAttribute);
        return new VectorUpdate.Upsert(
                new VectorStream(topic, event.getEncoderId(), event.getDimensions()), image, features(image), offset);
    }

    private static float[] features(SampledImage image) {
        float[] features;
        try {
            features = image.values();
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
        double squares = Vectors.squaredNorm(features);
        // What has no direction lies in no space, and what is not finite spoils a whole fit.
        if (features.length < 2 || !(squares > 0) || !Double.isFinite(squares)) {
            throw invalid(
                    "image %s has %d features whose squares sum to %s, must be 2 or more with a finite sum above 0"
                            .formatted(image.imageId(), features.length, squares));
        }
        return features;
    }

    private static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }
}
