package org.lookalike.imaging.decode;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * What a single image may cost, and how its samples are read; the settings {@code decode.*}, the same for every service
 * that handles images, so that none accepts or sees what another does not. All limits but the time are checked before
 * any pixel is decoded.
 *
 * <p>Decoding holds about 3 to 8 bytes for each pixel at once (8 for 16 bits with alpha, up to 32 for floating point),
 * and fewer for a large JPEG, which shrinks while it is decoded. All that a decoder decodes at once stays within {@code
 * maxMemory}: an image waits until there is room for it.
 *
 * @param maxBytes encoded bytes
 * @param maxPixels width times height
 * @param maxSide width or height in pixels
 * @param maxTime wall-clock time for one image
 * @param maxMemory bytes that all images being decoded may hold together; 0 for half of the JVM's largest heap
 * @param highBitDepth how samples of more than eight bits become eight
 */
public record DecodeLimits(
        long maxBytes, int maxPixels, int maxSide, Duration maxTime, long maxMemory, HighBitDepth highBitDepth) {
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

    private static final Setting<Long> MAX_MEMORY = Setting.bytes(
            "decode.max-memory",
            0,
            1L << 40,
            "0",
            "Maximum number of bytes that the pictures being decoded at once hold together, by their headers. One"
                    + " that needs more alone is refused; otherwise it waits until there is room. 0 means half of the"
                    + " JVM's maximum heap.");

    private static final Setting<HighBitDepth> HIGH_BIT_DEPTH = Setting.choice(
            "decode.high-bit-depth",
            HighBitDepth.class,
            HighBitDepth.SIGNIFICANT_BITS,
            "How samples of 9 to 32 bits or of floating point become 8 bits. significant-bits finds the bits that carry"
                    + " the picture (10, 12 or 14 of 16, as the file states or the values show) and stretches a picture"
                    + " that uses less than an eighth of them, as thermal cameras make; range makes each picture's"
                    + " smallest value black and its largest white; full scales the whole range of the type, and 0 to 1"
                    + " of floating point. Services that share encoders must share it: pictures decoded otherwise have"
                    + " other vectors.");

    public DecodeLimits {
        MAX_MEMORY.require(maxMemory);
        MAX_BYTES.require(maxBytes);
        MAX_PIXELS.require(maxPixels);
        MAX_SIDE.require(maxSide);
        MAX_TIME.require(maxTime);
    }

    /** With half of the JVM's largest heap for decoding, and significant bits. */
    public DecodeLimits(long maxBytes, int maxPixels, int maxSide, Duration maxTime) {
        this(maxBytes, maxPixels, maxSide, maxTime, 0, HighBitDepth.SIGNIFICANT_BITS);
    }

    /** The bytes that all images being decoded may hold together. */
    long memory() {
        return maxMemory == 0 ? Runtime.getRuntime().maxMemory() / 2 : maxMemory;
    }

    public static DecodeLimits from(Settings settings) {
        return new DecodeLimits(
                settings.get(MAX_BYTES),
                settings.get(MAX_PIXELS),
                settings.get(MAX_SIDE),
                settings.get(MAX_TIME),
                settings.get(MAX_MEMORY),
                settings.get(HIGH_BIT_DEPTH));
    }

    public static DecodeLimits defaults() {
        return Settings.defaults(DecodeLimits::from);
    }
}
