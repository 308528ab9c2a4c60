package org.lookalike.admin.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.Stage;

final class ImageFilterTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void meansWhatSatisfiesEverything() {
        ImageFilter filter = new ImageFilter(
                List.of("a", "b"), List.of("line-7"), NOON, NOON.plusSeconds(60), Map.of("station", "7"));

        assertThat(filter.matches(arrived("a", "line-7", NOON, "7"))).isTrue();
        assertThat(filter.matches(arrived("c", "line-7", NOON, "7"))).isFalse();
        assertThat(filter.matches(arrived("a", "line-8", NOON, "7"))).isFalse();
        assertThat(filter.matches(arrived("a", "line-7", NOON, "8"))).isFalse();
        assertThat(filter.matches(arrived("a", "line-7", NOON.minusMillis(1), "7")))
                .isFalse();
        assertThat(filter.matches(arrived("a", "line-7", NOON.plusSeconds(60), "7")))
                .isFalse();
    }

    @Test
    void goesByTheArrivalWhereNobodyKnowsWhenAnImageWasTaken() {
        ImageFilter filter = new ImageFilter(List.of(), List.of(), NOON.plusSeconds(3600), null, Map.of());

        assertThat(filter.matches(arrived("a", "s", null, "7"))).isTrue();
        assertThat(filter.matches(arrived("a", "s", NOON, "7"))).isFalse();
    }

    @Test
    void meansRefusedImagesByWhatIsKnownOfThem() {
        ImageQuarantined refused = ImageQuarantined.newBuilder()
                .setImageId("a")
                .setStage(Stage.EMBED)
                .setCode("IMAGE_CORRUPT")
                .setReason("")
                .setSource("line-7")
                .setQuarantinedAt(NOON)
                .build();

        assertThat(new ImageFilter(List.of(), List.of("line-7"), NOON, null, Map.of()).matches(refused))
                .isTrue();
        assertThat(new ImageFilter(List.of(), List.of("line-8"), null, null, Map.of()).matches(refused))
                .isFalse();
        assertThat(new ImageFilter(List.of(), List.of(), null, null, Map.of("station", "7")).matches(refused))
                .isFalse();
    }

    private static ImageArrived arrived(String id, String source, @Nullable Instant capturedAt, String station) {
        return ImageArrived.newBuilder()
                .setImageId(id)
                .setUri("file:///x")
                .setSha256("0")
                .setSizeBytes(1)
                .setSource(source)
                .setCapturedAt(capturedAt)
                .setArrivedAt(NOON.plusSeconds(7200))
                .setAttributes(Map.of("station", station, "part", "p"))
                .build();
    }
}
