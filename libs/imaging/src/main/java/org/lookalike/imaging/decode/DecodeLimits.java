package org.lookalike.imaging.decode;

import java.time.Duration;

/**
 * What a single image may cost. All but the time are checked before any pixel is decoded.
 *
 * <p>Decoding holds about 3 to 8 bytes for each pixel of a PNG, GIF or BMP at once (8 for 16 bits with alpha), and
 * fewer for a large JPEG, which shrinks while it is decoded; size the heap for {@code maxPixels} times the number of
 * decoding threads.
 *
 * @param maxBytes encoded bytes, at least 1
 * @param maxPixels width times height, at least 1
 * @param maxSide width or height in pixels, 1 to 65,535
 * @param maxTime wall-clock time for one image, more than zero
 */
public record DecodeLimits(long maxBytes, long maxPixels, int maxSide, Duration maxTime) {
    private static final int MAX_SIDE = 65_535;

    public DecodeLimits {
        require(maxBytes >= 1, "maxBytes", "at least 1", maxBytes);
        require(maxPixels >= 1, "maxPixels", "at least 1", maxPixels);
        require(maxSide >= 1 && maxSide <= MAX_SIDE, "maxSide", "1 to " + MAX_SIDE, maxSide);
        require(!maxTime.isNegative() && !maxTime.isZero(), "maxTime", "more than zero", maxTime);
    }

    /** 64 MiB, 100 megapixels, 30,000 pixels a side, 10 seconds. */
    public static DecodeLimits defaults() {
        return new DecodeLimits(64L << 20, 100_000_000L, 30_000, Duration.ofSeconds(10));
    }

    private static void require(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, was %s".formatted(name, rule, value));
        }
    }
}
