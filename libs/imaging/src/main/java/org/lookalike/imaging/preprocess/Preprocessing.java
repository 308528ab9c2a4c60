package org.lookalike.imaging.preprocess;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How an encoder wants its images. Part of the encoder's identity: vectors of different preprocessing never meet.
 *
 * @param width input width in pixels, 1 to 4,096
 * @param height input height in pixels, 1 to 4,096
 * @param resizeMode squash or centre crop
 * @param cropFromShortSide {@code CENTER_CROP}: the length in pixels that the short side is scaled to before the middle
 *     is cut out, at least the longer of width and height, at most 8,192; {@code SQUASH}: 0
 * @param layout order of the axes
 * @param channelOrder order of the channels
 * @param mean three means on the scale 0 to 255, in the order of {@code channelOrder}
 * @param std three divisors on the same scale, more than zero: {@code value = (sample - mean) / std}
 */
public record Preprocessing(
        int width,
        int height,
        ResizeMode resizeMode,
        int cropFromShortSide,
        Layout layout,
        ChannelOrder channelOrder,
        List<Float> mean,
        List<Float> std) {
    static final int CHANNELS = 3;

    private static final int MAX_SIDE = 4_096;
    private static final int MAX_SHORT_SIDE = 8_192;

    public Preprocessing {
        require(width >= 1 && width <= MAX_SIDE, "width", "1 to " + MAX_SIDE, width);
        require(height >= 1 && height <= MAX_SIDE, "height", "1 to " + MAX_SIDE, height);
        int max = Math.max(width, height);
        switch (resizeMode) {
            case SQUASH -> require(cropFromShortSide == 0, "cropFromShortSide", "0 with SQUASH", cropFromShortSide);
            case CENTER_CROP ->
                require(
                        cropFromShortSide >= max && cropFromShortSide <= MAX_SHORT_SIDE,
                        "cropFromShortSide",
                        "%d to %d with CENTER_CROP".formatted(max, MAX_SHORT_SIDE),
                        cropFromShortSide);
        }
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        require(isThreeFinite(mean), "mean", "3 finite numbers", mean);
        require(
                isThreeFinite(std) && std.stream().allMatch(divisor -> divisor > 0),
                "std",
                "3 finite numbers above zero",
                std);
    }

    /** How many floats one image becomes. */
    public int elements() {
        return Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height));
    }

    /** What to ask the decoder for, so that shrinking while decoding never leaves less than the resize needs. */
    public int decodeShortSide() {
        return resizeMode == ResizeMode.SQUASH ? Math.max(width, height) : cropFromShortSide;
    }

    /** One line that is equal exactly when the preprocessing is, for hashing; stable across versions. */
    public String canonical() {
        return "preprocessing/1 width=%d height=%d resize=%s short-side=%d layout=%s channels=%s mean=%s std=%s"
                .formatted(
                        width, height, resizeMode, cropFromShortSide, layout, channelOrder, joined(mean), joined(std));
    }

    private static String joined(List<Float> values) {
        // Adding zero makes one of the two zeros.
        return values.stream().map(value -> Float.toString(value + 0f)).collect(Collectors.joining(","));
    }

    private static boolean isThreeFinite(List<Float> values) {
        return values.size() == CHANNELS && values.stream().allMatch(value -> Float.isFinite(value));
    }

    private static void require(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, was %s".formatted(name, rule, value));
        }
    }
}
