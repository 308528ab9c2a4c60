package org.lookalike.imaging.decode;

import java.time.Duration;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Reads the {@code decode.*} section: what a single image may cost. The same for every service that decodes images,
 * so that none accepts what another refuses.
 */
public final class DecodeSettings {
    static final Setting<Long> MAX_BYTES = Setting.bytes(
            "decode.max-bytes", 1, 1L << 30, "64MiB", "The largest encoded picture; larger ones are refused.");
    static final Setting<Integer> MAX_PIXELS = Setting.integer(
            "decode.max-pixels",
            1,
            1_000_000_000,
            100_000_000,
            "The most pixels (width times height) of a picture; found in its header, before any pixel is decoded.");
    static final Setting<Integer> MAX_SIDE = Setting.integer(
            "decode.max-side", 1, 65_535, 30_000, "The longest side of a picture in pixels; found in its header.");
    static final Setting<Duration> MAX_TIME = Setting.duration(
            "decode.max-time",
            Duration.ofMillis(10),
            Duration.ofMinutes(10),
            "10s",
            "How long decoding one picture may take.");

    private DecodeSettings() {}

    /** Every setting of this section. */
    public static List<Setting<?>> settings() {
        return List.of(MAX_BYTES, MAX_PIXELS, MAX_SIDE, MAX_TIME);
    }

    /** Reads the section. */
    public static DecodeLimits from(Settings settings) {
        return new DecodeLimits(
                settings.get(MAX_BYTES), settings.get(MAX_PIXELS), settings.get(MAX_SIDE), settings.get(MAX_TIME));
    }
}
