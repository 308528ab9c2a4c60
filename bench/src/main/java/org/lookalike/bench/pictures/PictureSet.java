package org.lookalike.bench.pictures;

import java.util.List;

/**
 * Pictures of one size, and how often each is embedded in one round.
 *
 * @param name {@code demo} or {@code large}
 * @param origin where they come from, for the report
 * @param pictures at least one
 * @param repeats how many events each has in a round, at least 1
 */
public record PictureSet(String name, String origin, List<Picture> pictures, int repeats) {
    public PictureSet {
        pictures = List.copyOf(pictures);
        if (pictures.isEmpty() || repeats < 1) {
            throw new IllegalArgumentException("the set %s has %d pictures and %d repeats, must both be at least 1"
                    .formatted(name, pictures.size(), repeats));
        }
    }

    /** Events per round. */
    public int events() {
        return Math.multiplyExact(pictures.size(), repeats);
    }

    /** Mean size of a file, in bytes. */
    public double meanBytes() {
        return pictures.stream()
                .mapToInt(picture -> picture.bytes().length)
                .average()
                .orElseThrow();
    }
}
