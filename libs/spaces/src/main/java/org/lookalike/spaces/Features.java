package org.lookalike.spaces;

import java.nio.ByteBuffer;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.schemas.FeatureBytes;

/** Converts features between events and arrays. */
public final class Features {
    private Features() {}

    /**
     * The encoder's features of an image.
     *
     * @throws IllegalArgumentException if the number of bytes does not match the event's dimensions and encoding, or the encoding is unknown; the
     *     message names the image
     */
    public static float[] of(ImageVector event) {
        FeatureEncoding encoding = event.getEncoding();
        if (encoding == FeatureEncoding.UNKNOWN) {
            throw new IllegalArgumentException(
                    "the features of image %s have an encoding that this version does not know"
                            .formatted(event.getImageId()));
        }
        ByteBuffer bytes = event.getFeatures();
        if (bytes.remaining() != (long) event.getDimensions() * FeatureBytes.width(encoding)) {
            throw new IllegalArgumentException("image %s has %d bytes of features, which are not %d values of %s"
                    .formatted(event.getImageId(), bytes.remaining(), event.getDimensions(), encoding));
        }
        return FeatureBytes.read(bytes, encoding);
    }

    /** Encodes values as little-endian 32-bit floats. */
    static ByteBuffer bytes(float[] values) {
        return FeatureBytes.write(values, FeatureEncoding.FLOAT32_LE);
    }

    /** Decodes little-endian 32-bit floats; leaves the buffer's position unchanged. */
    static float[] floats(ByteBuffer bytes) {
        if (bytes.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "%d bytes are not a whole number of floats".formatted(bytes.remaining()));
        }
        return FeatureBytes.read(bytes, FeatureEncoding.FLOAT32_LE);
    }
}
