package org.lookalike.sink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;

/** Vector events as the embedder publishes them. */
public final class TestVectorEvents {
    public static final String ENCODER = "00112233445566aa";
    public static final Instant CAPTURED = Instant.parse("2026-03-01T10:00:00Z");
    public static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:05Z");

    private TestVectorEvents() {}

    public static ImageVector.Builder vector(String id, float... features) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return ImageVector.newBuilder()
                .setImageId(id)
                .setEncoderId(ENCODER)
                .setDimensions(features.length)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes)
                .setUri("file:///pictures/" + id.length())
                .setSha256("ab".repeat(32))
                .setSource("line 7")
                .setCapturedAt(CAPTURED)
                .setArrivedAt(ARRIVED)
                .setEmbeddedAt(ARRIVED.plusSeconds(1))
                .setAttributes(Map.of("station", "7"))
                .setWidth(640)
                .setHeight(480);
    }

    /** The same features in half precision, given by their bits. */
    public static ImageVector.Builder halves(String id, int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(bits.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int half : bits) {
            bytes.putShort((short) half);
        }
        return vector(id, new float[bits.length])
                .setEncoding(FeatureEncoding.FLOAT16_LE)
                .setFeatures(bytes.flip());
    }
}
