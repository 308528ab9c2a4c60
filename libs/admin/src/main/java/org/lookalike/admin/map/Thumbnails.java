package org.lookalike.admin.map;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * Small images for the points of a map, of as many bytes as allowed: where many points would need more, all become
 * smaller, and if that is not enough the last ones go without.
 */
public final class Thumbnails {
    /** None: points show as squares, and what is told of them is text. */
    public static final Thumbnails NONE = new Thumbnails(List.of(), 0, 0);

    private static final int TRIED = 32;
    private static final int MIN_SIDE = 32;
    private static final byte[] MISSING = {};

    private final List<byte[]> jpegs;
    private final int side;
    private final long bytes;

    private Thumbnails(List<byte[]> jpegs, int side, long bytes) {
        this.jpegs = jpegs;
        this.side = side;
        this.bytes = bytes;
    }

    /**
     * Makes them, on all processors.
     *
     * @param images gives a point's image as a file holds it, empty where it cannot be had; asked by many threads
     * @param limits of decoding, and how deep samples are read
     * @param side pixels that the longer side of a thumbnail has at most, at least 16
     * @param budget bytes that all may have together, 0 or more
     */
    public static Thumbnails of(
            List<MapPoint> points,
            Function<MapPoint, Optional<byte[]>> images,
            DecodeLimits limits,
            int side,
            long budget) {
        if (side < 16 || budget < 0) {
            throw new IllegalArgumentException(
                    "thumbnails of side %d in %d bytes: must be at least 16 and 0".formatted(side, budget));
        }
        Thumbnail maker = new Thumbnail(limits);
        int tried = Math.min(TRIED, points.size());
        double mean = IntStream.range(0, tried)
                .parallel()
                .mapToObj(i -> make(maker, points.get((int) ((long) i * points.size() / tried)), images, side))
                .mapToInt(jpeg -> jpeg.length)
                .average()
                .orElse(0);
        // Bytes grow with the area, about.
        double factor = Math.min(1, Math.sqrt(budget / Math.max(1, mean * points.size())));
        int affordable = Math.min(side, Math.max(MIN_SIDE, (int) (side * factor)));
        AtomicLong left = new AtomicLong(budget);
        List<byte[]> jpegs = IntStream.range(0, points.size())
                .parallel()
                .mapToObj(i -> make(maker, points.get(i), images, affordable))
                .toList();
        List<byte[]> kept = jpegs.stream()
                .map(jpeg -> left.addAndGet(-jpeg.length) >= 0 ? jpeg : MISSING)
                .toList();
        return new Thumbnails(
                kept, affordable, kept.stream().mapToLong(jpeg -> jpeg.length).sum());
    }

    private static byte[] make(Thumbnail maker, MapPoint point, Function<MapPoint, Optional<byte[]>> images, int side) {
        try {
            return images.apply(point).map(bytes -> maker.of(bytes, side)).orElse(MISSING);
        } catch (PermanentFailure | IllegalArgumentException e) {
            // Bytes that are gone meanwhile or cannot be decoded leave their point without an image.
            return MISSING;
        }
    }

    /** Whether the point at an index has one. */
    public boolean has(int point) {
        return point < jpegs.size() && jpegs.get(point).length > 0;
    }

    /** The JPEG of the point at an index, if it has one. A copy. */
    public Optional<byte[]> of(int point) {
        return has(point) ? Optional.of(Arrays.copyOf(jpegs.get(point), jpegs.get(point).length)) : Optional.empty();
    }

    /** How many points have one. */
    public long count() {
        return jpegs.stream().filter(jpeg -> jpeg.length > 0).count();
    }

    /** The pixels of their longer side at most. */
    public int side() {
        return side;
    }

    /** Bytes of all together. */
    public long bytes() {
        return bytes;
    }
}
