package org.lookalike.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.lookalike.events.FeatureEncoding;

/**
 * Feature vectors as the bytes of an event, in single or half precision (IEEE 754 binary32 and binary16), the lowest byte
 * first.
 */
public final class FeatureBytes {
    /** The largest finite number in half precision. */
    public static final float MAX_HALF = 65_504f;

    private static final float MIN_NORMAL_HALF = 0x1p-14f;
    private static final float FIRST_THAT_ROUNDS_TO_INFINITY = 65_520f;
    private static final double SUBNORMAL_HALVES_PER_UNIT = 0x1p24;
    private static final int MANTISSA_BITS = 23;
    private static final int DROPPED_BITS = 13;
    private static final int EXPONENT_DIFFERENCE = 127 - 15;

    private FeatureBytes() {}

    /**
     * Bytes of one feature.
     *
     * @throws IllegalArgumentException if the encoding is unknown
     */
    public static int width(FeatureEncoding encoding) {
        return switch (encoding) {
            case FLOAT32_LE -> Float.BYTES;
            case FLOAT16_LE -> Short.BYTES;
            case UNKNOWN -> throw new IllegalArgumentException("an unknown encoding has no width");
        };
    }

    /** Whether every feature is finite in half precision. */
    public static boolean fitHalves(float[] features) {
        for (float feature : features) {
            if (!(Math.abs(feature) <= MAX_HALF)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a vector, ready to be read. Halves are rounded to the nearest, ties to the even one. */
    public static ByteBuffer write(float[] features, FeatureEncoding encoding) {
        ByteBuffer bytes =
                ByteBuffer.allocate(features.length * width(encoding)).order(ByteOrder.LITTLE_ENDIAN);
        if (encoding == FeatureEncoding.FLOAT32_LE) {
            // At once: value by value takes ten times as long.
            bytes.asFloatBuffer().put(features);
            return bytes;
        }
        for (float feature : features) {
            bytes.putShort(half(feature));
        }
        return bytes.flip();
    }

    /** The vector in all of a buffer's remaining bytes, whose position stays where it is. */
    public static float[] read(ByteBuffer bytes, FeatureEncoding encoding) {
        ByteBuffer own = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] features = new float[own.remaining() / width(encoding)];
        if (encoding == FeatureEncoding.FLOAT32_LE) {
            own.asFloatBuffer().get(features);
            return features;
        }
        for (int i = 0; i < features.length; i++) {
            features[i] = single(own.getShort());
        }
        return features;
    }

    /** Binary32 to binary16; the JDK has it from version 20 on. */
    static short half(float single) {
        int bits = Float.floatToRawIntBits(single);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(single);
        if (Float.isNaN(single)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= FIRST_THAT_ROUNDS_TO_INFINITY) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < MIN_NORMAL_HALF) {
            // What rounds up to the smallest normal number has its very bits.
            return (short) (sign | (int) Math.rint(magnitude * SUBNORMAL_HALVES_PER_UNIT));
        }
        int even = (bits >>> DROPPED_BITS) & 1;
        int rounded = (bits & 0x7fffffff) + (1 << (DROPPED_BITS - 1)) - 1 + even;
        return (short) (sign | ((rounded - (EXPONENT_DIFFERENCE << MANTISSA_BITS)) >>> DROPPED_BITS));
    }

    /** Binary16 to binary32; the JDK has it from version 20 on. */
    static float single(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            // Zero or subnormal.
            float magnitude = (float) (mantissa / SUBNORMAL_HALVES_PER_UNIT);
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + EXPONENT_DIFFERENCE;
        return Float.intBitsToFloat(sign | (wide << MANTISSA_BITS) | (mantissa << DROPPED_BITS));
    }
}
