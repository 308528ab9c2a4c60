package org.lookalike.sink;

import java.time.Instant;
import java.util.regex.Pattern;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.FeatureBytes;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

/** Turns vector events into rows of the store. Thread-safe. */
final class VectorRows {
    /** Checked, because every encoder gets a collection: garbage must not fill the store with them. */
    private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{16}");

    private final AvroCodec codec;

    VectorRows(AvroCodec codec) {
        this.codec = codec;
    }

    /** A row and the space that it belongs to. */
    record SpaceRow(Space space, VectorRow row) {}

    /**
     * The row of an event.
     *
     * @throws PermanentFailure MALFORMED_RECORD or INVALID_FIELD
     */
    SpaceRow read(String key, byte[] value) {
        ImageVector event = codec.decode(Topics.VECTORS, value);
        require(event.getImageId().equals(key), "image id '%s' is not the record's key '%s'", event.getImageId(), key);
        require(
                ENCODER_ID.matcher(event.getEncoderId()).matches(),
                "image %s has encoder id '%s', must be 16 lower-case hexadecimal digits",
                key,
                event.getEncoderId());
        try {
            Instant captured = event.getCapturedAt();
            VectorRow row = new VectorRow(
                    key,
                    features(event),
                    event.getSource(),
                    captured == null ? event.getArrivedAt() : captured,
                    event.getUri(),
                    event.getSha256(),
                    event.getAttributes());
            return new SpaceRow(Space.raw(event.getEncoderId(), event.getDimensions()), row);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "vector of image %s: %s".formatted(key, e.getMessage()), e);
        }
    }

    private static float[] features(ImageVector event) {
        int dimensions = event.getDimensions();
        FeatureEncoding encoding = event.getEncoding();
        require(
                encoding != FeatureEncoding.UNKNOWN,
                "the features of image %s are laid out in a way that this version does not know",
                event.getImageId());
        long needed = (long) dimensions * FeatureBytes.width(encoding);
        require(
                event.getFeatures().remaining() == needed,
                "image %s has %d bytes of features, %d dimensions need %d",
                event.getImageId(),
                event.getFeatures().remaining(),
                dimensions,
                needed);
        return FeatureBytes.read(event.getFeatures(), encoding);
    }

    @com.google.errorprone.annotations.FormatMethod
    private static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, rule.formatted(values));
        }
    }
}
