package org.lookalike.refit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;

/** Vectors of images of several kinds, each kind around a direction of its own. */
final class TestVectors {
    static final String ENCODER = "00112233445566aa";
    static final int FEATURES = 16;

    private TestVectors() {}

    /** @param kind whose label it gets and near whose direction it lies, 0 to {@value #FEATURES} - 1 */
    static ImageVector vector(String id, int kind) {
        return vector(id, "line 7", kind, ENCODER);
    }

    static ImageVector vector(String id, String source, int kind, String encoder) {
        Random random = new Random(id.hashCode());
        float[] features = new float[FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) (random.nextGaussian() * 0.1);
        }
        features[kind] += 3;
        return vector(id, source, "kind " + kind, encoder, features);
    }

    static ImageVector vector(String id, String source, String label, String encoder, float[] features) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return ImageVector.newBuilder()
                .setImageId(id)
                .setEncoderId(encoder)
                .setDimensions(features.length)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes)
                .setUri("file:///pictures/" + id)
                .setSha256("ab".repeat(32))
                .setSource(source)
                .setArrivedAt(Instant.EPOCH)
                .setEmbeddedAt(Instant.EPOCH)
                .setAttributes(Map.of("class", label))
                .setWidth(640)
                .setHeight(480)
                .build();
    }

    /** Vectors of each kind in turn. */
    static List<ImageVector> of(String prefix, int count, int... kinds) {
        List<ImageVector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(vector(prefix + i, kinds[i % kinds.length]));
        }
        return vectors;
    }
}
