package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;

final class VectorEventsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:06Z");

    @Test
    void carriesFeaturesAndProvenance() {
        ImageArrived image;
        try (EmbedderFixture fixture = new EmbedderFixture(1, 1)) {
            image = fixture.image("a", 1, 2, 3).build();
        }

        ImageVector event = new VectorEvents("0123456789abcdef", VectorEncoding.FLOAT32, () -> NOW)
                .of(new EmbeddingResult.Embedded(image, new float[] {1f, -2.5f}, 640, 480));

        assertThat(event)
                .isEqualTo(ImageVector.newBuilder()
                        .setImageId("a")
                        .setEncoderId("0123456789abcdef")
                        .setDimensions(2)
                        .setEncoding(FeatureEncoding.FLOAT32_LE)
                        // The lowest byte first: 0x3f800000 and 0xc0200000.
                        .setFeatures(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0}))
                        .setUri(image.getUri())
                        .setSha256(image.getSha256())
                        .setSource("line 7")
                        .setCapturedAt(EmbedderFixture.CAPTURED)
                        .setArrivedAt(EmbedderFixture.ARRIVED)
                        .setEmbeddedAt(NOW)
                        .setAttributes(Map.of("station", "7"))
                        .setWidth(640)
                        .setHeight(480)
                        .build());
    }

    @Test
    void halfPrecisionHalvesTheBytes() {
        ImageVector event = halfPrecision(1f, -2.5f);

        assertThat(event.getEncoding()).isEqualTo(FeatureEncoding.FLOAT16_LE);
        assertThat(event.getDimensions()).isEqualTo(2);
        assertThat(event.getFeatures()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0x3c, 0, (byte) 0xc1}));
    }

    @Test
    void aVectorThatHalvesCannotHoldKeepsItsPrecision() {
        ImageVector event = halfPrecision(1f, 70_000f);

        assertThat(event.getEncoding()).isEqualTo(FeatureEncoding.FLOAT32_LE);
        assertThat(event.getFeatures().remaining()).isEqualTo(8);
    }

    private static ImageVector halfPrecision(float... features) {
        try (EmbedderFixture fixture = new EmbedderFixture(1, 1)) {
            return new VectorEvents("0123456789abcdef", VectorEncoding.FLOAT16, () -> NOW)
                    .of(new EmbeddingResult.Embedded(fixture.image("a", 1, 2, 3).build(), features, 640, 480));
        }
    }
}
