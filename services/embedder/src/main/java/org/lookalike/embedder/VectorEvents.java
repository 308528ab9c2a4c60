package org.lookalike.embedder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;

/** Makes the event of a vector from the event of its picture. Thread-safe. */
final class VectorEvents {
    private final String encoderId;
    private final InstantSource clock;

    VectorEvents(String encoderId, InstantSource clock) {
        this.encoderId = encoderId;
        this.clock = clock;
    }

    ImageVector of(Outcome.Embedded embedded) {
        ImageArrived picture = embedded.event();
        return ImageVector.newBuilder()
                .setImageId(picture.getImageId())
                .setEncoderId(encoderId)
                .setDimensions(embedded.features().length)
                .setEncoding(FeatureEncoding.FLOAT32_LE)
                .setFeatures(bytes(embedded.features()))
                .setUri(picture.getUri())
                .setSha256(picture.getSha256())
                .setSource(picture.getSource())
                .setCapturedAt(picture.getCapturedAt())
                .setArrivedAt(picture.getArrivedAt())
                .setEmbeddedAt(clock.instant())
                .setAttributes(picture.getAttributes())
                .setWidth(embedded.width())
                .setHeight(embedded.height())
                .build();
    }

    private static ByteBuffer bytes(float[] features) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return bytes;
    }
}
