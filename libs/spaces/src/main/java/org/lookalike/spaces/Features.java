package org.lookalike.spaces;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;

/** Floats as events carry them. */
public final class Features {
    private Features() {}

    /**
     * The encoder's features of a picture.
     *
     * @throws IllegalArgumentException if the event is not laid out as it says; the message names the picture
     */
    public static float[] of(ImageVector event) {
        ByteBuffer bytes = event.getFeatures().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int dimensions = event.getDimensions();
        FeatureEncoding encoding = event.getEncoding();
        if (encoding == FeatureEncoding.UNKNOWN) {
            throw new IllegalArgumentException(
                    "the features of image %s are laid out in a way that this version does not know"
                            .formatted(event.getImageId()));
        }
        boolean half = encoding == FeatureEncoding.FLOAT16_LE;
        if (bytes.remaining() != (long) dimensions * (half ? Short.BYTES : Float.BYTES)) {
            throw new IllegalArgumentException("image %s has %d bytes of features, which are not %d values of %s"
                    .formatted(event.getImageId(), bytes.remaining(), dimensions, encoding));
        }
        if (!half) {
            return floats(bytes);
        }
        float[] features = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            features[i] = halfToFloat(bytes.getShort());
        }
        return features;
    }

    /** Values as 32-bit floats, little endian. */
    static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    /** The way back; the buffer's position stays. */
    static float[] floats(ByteBuffer bytes) {
        if (bytes.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException("%d bytes are no whole number of floats".formatted(bytes.remaining()));
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /** IEEE 754 binary16 to binary32; the JDK has it from version 20 on. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            // Zero or subnormal: the mantissa counts units of 2^-24.
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | (wide << 23) | (mantissa << 13));
    }
}
