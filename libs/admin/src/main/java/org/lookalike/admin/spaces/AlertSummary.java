package org.lookalike.admin.spaces;

import org.jspecify.annotations.Nullable;
import org.lookalike.events.Alert;

/** One alert, for a script; {@link Alert} says what each part is. The instant is ISO-8601, UTC. */
public record AlertSummary(
        String at,
        String kind,
        String spaceId,
        @Nullable String imageId,
        @Nullable String source,
        @Nullable String clusterId,
        @Nullable String uri,
        double value,
        double threshold,
        long suppressed,
        String message) {

    public static AlertSummary of(Alert alert) {
        return new AlertSummary(
                alert.getAt().toString(),
                alert.getKind(),
                alert.getSpaceId(),
                alert.getImageId(),
                alert.getSource(),
                alert.getClusterId(),
                alert.getUri(),
                alert.getValue(),
                alert.getThreshold(),
                alert.getSuppressed(),
                alert.getMessage());
    }
}
