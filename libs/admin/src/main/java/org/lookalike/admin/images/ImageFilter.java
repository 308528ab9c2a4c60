package org.lookalike.admin.images;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;

/**
 * Which images are meant: those that satisfy everything that is given.
 *
 * @param ids these images; empty for any
 * @param sources images of one of these sources; empty for any
 * @param from taken, or where that is not known arrived, at or after this instant; null for any
 * @param to likewise before this instant; null for any
 * @param attributes images with all of these attributes
 */
public record ImageFilter(
        List<String> ids,
        List<String> sources,
        @Nullable Instant from,
        @Nullable Instant to,
        Map<String, String> attributes) {
    public ImageFilter {
        ids = List.copyOf(ids);
        sources = List.copyOf(sources);
        attributes = Map.copyOf(attributes);
    }

    /** Whether nothing is given. */
    public boolean isEmpty() {
        return ids.isEmpty() && isOfIdsOnly();
    }

    /** Whether nothing but ids is given, if anything. */
    public boolean isOfIdsOnly() {
        return sources.isEmpty() && from == null && to == null && attributes.isEmpty();
    }

    /** Whether an accepted image is meant. */
    public boolean matches(ImageArrived event) {
        return isOneOf(ids, event.getImageId())
                && isOneOf(sources, event.getSource())
                && isWithin(Objects.requireNonNullElse(event.getCapturedAt(), event.getArrivedAt()))
                && event.getAttributes().entrySet().containsAll(attributes.entrySet());
    }

    /** Whether a refused image is meant, of which only its source and the time of its refusal are known. */
    public boolean matches(ImageQuarantined event) {
        String id = event.getImageId();
        String source = event.getSource();
        return id != null
                && isOneOf(ids, id)
                && (sources.isEmpty() || (source != null && sources.contains(source)))
                && isWithin(event.getQuarantinedAt())
                && attributes.isEmpty();
    }

    private boolean isWithin(Instant at) {
        return (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
    }

    private static boolean isOneOf(List<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
