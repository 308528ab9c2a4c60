package org.lookalike.admin.quarantine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topics;

/**
 * What was set aside.
 *
 * @param byPlace the refusals by their place on the topic, partition@offset
 */
public record Refusals(Map<String, ImageQuarantined> byPlace) {
    public Refusals {
        byPlace = Map.copyOf(byPlace);
    }

    /**
     * Reads the topic.
     *
     * @param problems called with one sentence for each record that cannot be read
     */
    public static Refusals read(TopicScanner topics, AvroCodec codec, Consumer<String> problems) {
        Map<String, ImageQuarantined> found = new HashMap<>();
        topics.all(Topics.IMAGES_QUARANTINED, next -> {
            try {
                found.put(
                        next.partition() + "@" + next.offset(), codec.decode(Topics.IMAGES_QUARANTINED, next.value()));
            } catch (PermanentFailure e) {
                problems.accept("%d@%d is no refusal: %s".formatted(next.partition(), next.offset(), e.getMessage()));
            }
        });
        return new Refusals(found);
    }

    /**
     * The refusal at a place, or the newest one of an image id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ImageQuarantined find(String placeOrId) {
        ImageQuarantined found = byPlace.get(placeOrId);
        if (found != null) {
            return found;
        }
        return byPlace.values().stream()
                .filter(event -> placeOrId.equals(event.getImageId()))
                .max(Comparator.comparing(ImageQuarantined::getQuarantinedAt))
                .orElseThrow(() -> new IllegalArgumentException("nothing is quarantined under " + placeOrId));
    }
}
