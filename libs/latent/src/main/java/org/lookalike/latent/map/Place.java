package org.lookalike.latent.map;

/** A place on a map, in the map's own unit. */
public record Place(float x, float y) {
    public Place {
        if (!Float.isFinite(x) || !Float.isFinite(y)) {
            throw new IllegalArgumentException("place (%s, %s), must be finite".formatted(x, y));
        }
    }
}
