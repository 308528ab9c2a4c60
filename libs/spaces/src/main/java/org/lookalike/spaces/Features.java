package org.lookalike.spaces;

import java.nio.ByteBuffer;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.schemas.FeatureBytes;

/** The features of an image as its event carries them, checked. */
public final class Features {
    private Features() {}

    /**
     * The encoder's features of an image.
     *
     * @throws IllegalArgumentException if the event is not laid out as it says; the message names the image
     */
    public static float[] of(ImageVector event) {
        FeatureEncoding encoding = event.getEncoding();
        if (encoding == FeatureEncoding.UNKNOWN) {
            throw new IllegalArgumentException(
                    "the features of image %s are laid out in a way that this version does not know"
                            .formatted(event.getImageId()));
        }
        ByteBuffer bytes = event.getFeatures();
        if (bytes.remaining() != (long) event.getDimensions() * FeatureBytes.width(encoding)) {
            throw new IllegalArgumentException("image %s has %d bytes of features, which are not %d values of %s"
                    .formatted(event.getImageId(), bytes.remaining(), event.getDimensions(), encoding));
        }
        return FeatureBytes.read(bytes, encoding);
    }

    /** Values as 32-bit floats, little endian. */
    static ByteBuffer bytes(float[] values) {
        return FeatureBytes.write(values, FeatureEncoding.FLOAT32_LE);
    }

    /** The way back; the buffer's position stays. */
    static float[] floats(ByteBuffer bytes) {
        if (bytes.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException("%d bytes are no whole number of floats".formatted(bytes.remaining()));
        }
        return FeatureBytes.read(bytes, FeatureEncoding.FLOAT32_LE);
    }
}
