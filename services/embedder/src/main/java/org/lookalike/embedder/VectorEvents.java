package org.lookalike.embedder;

import java.time.InstantSource;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;
import org.lookalike.schemas.FeatureBytes;

/** Makes the event of a vector from the event of its picture. Thread-safe. */
final class VectorEvents {
    private final String encoderId;
    private final VectorEncoding encoding;
    private final InstantSource clock;

    VectorEvents(String encoderId, VectorEncoding encoding, InstantSource clock) {
        this.encoderId = encoderId;
        this.encoding = encoding;
        this.clock = clock;
    }

    ImageVector of(Outcome.Embedded embedded) {
        ImageArrived picture = embedded.event();
        FeatureEncoding layout = encoding.of(embedded.features());
        return ImageVector.newBuilder()
                .setImageId(picture.getImageId())
                .setEncoderId(encoderId)
                .setDimensions(embedded.features().length)
                .setEncoding(layout)
                .setFeatures(FeatureBytes.write(embedded.features(), layout))
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
}
