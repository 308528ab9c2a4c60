package org.lookalike.platform.avro;

import java.time.Instant;
import java.util.Map;
import org.lookalike.events.ImageArrived;

/** Records for the tests. */
final class TestEvents {
    private TestEvents() {}

    static ImageArrived arrived(String imageId) {
        return ImageArrived.newBuilder()
                .setImageId(imageId)
                .setUri("file:///store/" + imageId)
                .setSha256("00".repeat(32))
                .setSizeBytes(17)
                .setMediaType("image/jpeg")
                .setSource("line-7")
                .setCapturedAt(Instant.parse("2026-11-21T10:15:30.123Z"))
                .setArrivedAt(Instant.parse("2026-11-21T10:15:31Z"))
                .setAttributes(Map.of("station", "7"))
                .build();
    }
}
