package org.lookalike.imaging.decode;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * What a single image may cost; the settings {@code decode.*}, the same for every service that handles images, so that
 * none accepts what another refuses. All but the time are checked before any pixel is decoded.
 *
 * <p>Decoding holds about 3 to 8 bytes for each pixel of a PNG, GIF or BMP at once (8 for 16 bits with alpha), and
 * fewer for a large JPEG, which shrinks while it is decoded; size the heap for {@code maxPixels} times the number of
 * decoding threads.
 *
 * @param maxBytes encoded bytes
 * @param maxPixels width times height
 * @param maxSide width or height in pixels
 * @param maxTime wall-clock time for one image
 */
public record DecodeLimits(long maxBytes, int maxPixels, int maxSide, Duration maxTime) {
    private static final Setting<Long> MAX_BYTES = Setting.bytes(
            "decode.max-bytes", 1, 1L << 30, "64MiB", "Maximum size of an encoded picture; larger ones are refused.");
    private static final Setting<Integer> MAX_PIXELS = Setting.integer(
            "decode.max-pixels",
            1,
            1_000_000_000,
            100_000_000,
            "Maximum number of pixels (width times height) of a picture, read from its header before"
                    + " any pixel is decoded.");
    private static final Setting<Integer> MAX_SIDE = Setting.integer(
            "decode.max-side",
            1,
            65_535,
            30_000,
            "Maximum width and height of a picture in pixels, read from its header.");
    private static final Setting<Duration> MAX_TIME = Setting.duration(
            "decode.max-time",
            Duration.ofMillis(10),
            Duration.ofMinutes(10),
            "10s",
            "Maximum time to decode one picture.");

    public DecodeLimits {
        MAX_BYTES.require(maxBytes);
        MAX_PIXELS.require(maxPixels);
        MAX_SIDE.require(maxSide);
        MAX_TIME.require(maxTime);
    }

    public static DecodeLimits from(Settings settings) {
        return new DecodeLimits(
                settings.get(MAX_BYTES), settings.get(MAX_PIXELS), settings.get(MAX_SIDE), settings.get(MAX_TIME));
    }

    public static DecodeLimits defaults() {
        return Settings.defaults(DecodeLimits::from);
    }
}
