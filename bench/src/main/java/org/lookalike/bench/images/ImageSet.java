package org.lookalike.bench.images;

import java.util.List;

/**
 * Images of one size, and how often each is embedded in one round.
 *
 * @param name {@code demo} or {@code large}
 * @param origin where they come from, for the report
 * @param images at least one
 * @param repeats how many events each has in a round, at least 1
 */
public record ImageSet(String name, String origin, List<BenchImage> images, int repeats) {
    public ImageSet {
        images = List.copyOf(images);
        if (images.isEmpty() || repeats < 1) {
            throw new IllegalArgumentException("the set %s has %d pictures and %d repeats, must both be at least 1"
                    .formatted(name, images.size(), repeats));
        }
    }

    /** Events per round. */
    public int events() {
        return Math.multiplyExact(images.size(), repeats);
    }

    /** Mean size of a file, in bytes. */
    public double meanBytes() {
        return images.stream().mapToInt(image -> image.bytes().length).average().orElseThrow();
    }
}
