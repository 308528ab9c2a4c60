package org.lookalike.embedder;

import java.time.InstantSource;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;
import org.lookalike.schemas.FeatureBytes;

/** Makes the event of a vector from that of its image. Thread-safe. */
final class VectorEvents {
    private final String encoderId;
    private final VectorEncoding encoding;
    private final InstantSource clock;

    VectorEvents(String encoderId, VectorEncoding encoding, InstantSource clock) {
        this.encoderId = encoderId;
        this.encoding = encoding;
        this.clock = clock;
    }

    ImageVector of(EmbeddingResult.Embedded embedded) {
        ImageArrived image = embedded.event();
        FeatureEncoding layout = encoding.of(embedded.features());
        return ImageVector.newBuilder()
                .setImageId(image.getImageId())
                .setEncoderId(encoderId)
                .setDimensions(embedded.features().length)
                .setEncoding(layout)
                .setFeatures(FeatureBytes.write(embedded.features(), layout))
                .setUri(image.getUri())
                .setSha256(image.getSha256())
                .setSource(image.getSource())
                .setCapturedAt(image.getCapturedAt())
                .setArrivedAt(image.getArrivedAt())
                .setEmbeddedAt(clock.instant())
                .setAttributes(image.getAttributes())
                .setWidth(embedded.width())
                .setHeight(embedded.height())
                .build();
    }
}
