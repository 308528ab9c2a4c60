package org.lookalike.spaces.map;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The places of images on a map. Immutable and thread-safe.
 *
 * <p>Of the topic {@code map} it is the map whose places were published last; places left over from earlier ones are ignored.
 */
public final class ImageMap {
    private static final ImageMap NONE = new ImageMap("", Map.of());

    private final String id;
    private final Map<String, Place> places;

    private ImageMap(String id, Map<String, Place> places) {
        this.id = id;
        this.places = places;
    }

    /**
     * A place.
     *
     * @param mapId the map that it is on
     * @param x to the right, finite
     * @param y upwards, finite
     */
    public record Place(String mapId, float x, float y) {
        public Place {
            if (mapId.isEmpty() || !Float.isFinite(x) || !Float.isFinite(y)) {
                throw new IllegalArgumentException(
                        "place %s, %s on map '%s': must be finite, on a map with an id".formatted(x, y, mapId));
            }
        }
    }

    /** Before the first place. */
    public static ImageMap none() {
        return NONE;
    }

    /** A map of these places by image id, all of which are on it. */
    public static ImageMap of(String id, Map<String, Place> places) {
        return new ImageMap(id, Map.copyOf(places));
    }

    /** The map's id; empty where there is none. */
    public String id() {
        return id;
    }

    /** The place of an image, if it is on the map. */
    public Optional<Place> of(String imageId) {
        return Optional.ofNullable(places.get(imageId))
                .filter(place -> place.mapId().equals(id));
    }

    /** Ids of all images that have a place, on this map or left over from an earlier one. */
    public Set<String> images() {
        return Set.copyOf(places.keySet());
    }

    Changes changes() {
        return new Changes();
    }

    /** Applies several records, in their order, to one copy. */
    final class Changes {
        private final Map<String, Place> more = new HashMap<>(places);
        private String last = id;

        void put(String imageId, Place place) {
            more.put(imageId, place);
            last = place.mapId();
        }

        void remove(String imageId) {
            more.remove(imageId);
        }

        ImageMap made() {
            return new ImageMap(last, more);
        }
    }
}
