package org.lookalike.bench.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;

/** Features around some centres; the same number gives the same features. */
public final class SyntheticVectors {
    public static final int FEATURES = 1_280;
    public static final int DIMENSIONS = 256;
    public static final String ENCODER = "00112233445566aa";

    private static final int CENTRES = 200;
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private final float[][] centres = new float[CENTRES][];

    /** Draws the centres, which are always the same. */
    public SyntheticVectors() {
        Random random = new Random(1);
        for (int i = 0; i < CENTRES; i++) {
            centres[i] = gaussians(random, FEATURES, 1);
        }
    }

    /** The id of an image. */
    public static String id(int number) {
        return "picture-%07d".formatted(number);
    }

    /** The features of an image. */
    public float[] features(int number) {
        float[] features = gaussians(new Random(number), FEATURES, 0.5f);
        float[] centre = centres[number % CENTRES];
        for (int i = 0; i < FEATURES; i++) {
            features[i] += centre[i];
        }
        return features;
    }

    /** Its event, of encoder {@link #ENCODER}. */
    public ImageVector event(int number) {
        return event(number, ENCODER);
    }

    /** Its event. Every other image is of {@link #source} 1, the others of 0. */
    public ImageVector event(int number, String encoderId) {
        ByteBuffer bytes = ByteBuffer.allocate(FEATURES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features(number));
        return ImageVector.newBuilder()
                .setImageId(id(number))
                .setEncoderId(encoderId)
                .setDimensions(FEATURES)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes)
                .setUri("file:///pictures/" + id(number))
                .setSha256("ab".repeat(32))
                .setSource(source(number))
                .setCapturedAt(TIME)
                .setArrivedAt(TIME)
                .setEmbeddedAt(TIME)
                .setAttributes(Map.of("station", "7"))
                .setWidth(640)
                .setHeight(480)
                .build();
    }

    /** The source of an image. */
    public static String source(int number) {
        return "line-" + number % 2;
    }

    /** A space of the size that a refit makes; which one depends on the seed. */
    public static Space space(long seed) {
        Random random = new Random(seed);
        float scale = (float) (1 / Math.sqrt(FEATURES));
        return Space.fitted(
                ENCODER,
                "vectors",
                LinearProjection.of(new float[FEATURES], gaussians(random, FEATURES * DIMENSIONS, scale)),
                List.of(),
                null);
    }

    private static float[] gaussians(Random random, int count, float scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }
}
