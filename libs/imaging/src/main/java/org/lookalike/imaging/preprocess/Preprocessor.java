package org.lookalike.imaging.preprocess;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.lookalike.imaging.decode.DecodedImage;

/**
 * Writes images as an encoder's input: antialiased bilinear resize, crop, channel order, layout, normalisation.
 *
 * <p>The resize rounds to eight bits after each of its two passes, as Pillow does, and agrees with Pillow's to within
 * one grey level. Thread-safe: each thread keeps its own scratch memory, of at most {@code 3 * width} bytes for each row
 * of the largest image it has seen.
 */
public final class Preprocessor {
    private static final int CHANNELS = Preprocessing.CHANNELS;
    private static final int LEVELS = 256;

    private final Preprocessing preprocessing;
    /** The normalised value of each grey level, for red, green and blue in turn. */
    private final float[] values = new float[CHANNELS * LEVELS];
    /** Where in the target red, green and blue of the first pixel go. */
    private final int[] planes = new int[CHANNELS];

    private final int pixelStride;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    public Preprocessor(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        boolean planar = preprocessing.layout() == Layout.NCHW;
        pixelStride = planar ? 1 : CHANNELS;
        int channelStride = planar ? preprocessing.width() * preprocessing.height() : 1;
        for (int colour = 0; colour < CHANNELS; colour++) {
            int channel = preprocessing.channelOrder() == ChannelOrder.RGB ? colour : CHANNELS - 1 - colour;
            planes[colour] = channel * channelStride;
            float mean = preprocessing.mean().get(channel);
            float std = preprocessing.std().get(channel);
            for (int level = 0; level < LEVELS; level++) {
                values[colour * LEVELS + level] = (level - mean) / std;
            }
        }
    }

    /** The settings this was made with. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /**
     * Writes one image, {@link Preprocessing#elements()} floats, from the buffer's position on. The position stays
     * where it is; threads that share a buffer give each other slices or duplicates.
     *
     * @param target heap or direct, with room for the image between its position and its limit
     */
    public void apply(DecodedImage image, FloatBuffer target) {
        int elements = preprocessing.elements();
        if (target.remaining() < elements) {
            throw new IllegalArgumentException(
                    "a picture needs %d floats, the buffer has room for %d".formatted(elements, target.remaining()));
        }
        Scratch own = scratch.get();
        own.prepare(image, preprocessing);
        resizeRows(image, own);
        resizeColumns(own);
        target.put(target.position(), own.output, 0, elements);
    }

    /** Source rows become rows of the target's width. */
    private void resizeRows(DecodedImage image, Scratch own) {
        ResampleWeights weights = own.horizontal;
        byte[] source = image.rgb();
        byte[] narrowed = own.narrowed;
        int width = preprocessing.width();
        for (int row = 0; row < own.rows; row++) {
            int sourceRow = (own.firstRow + row) * image.width() * CHANNELS;
            int to = row * width * CHANNELS;
            for (int x = 0; x < width; x++) {
                int from = sourceRow + weights.first(x) * CHANNELS;
                int red = ResampleWeights.HALF;
                int green = ResampleWeights.HALF;
                int blue = ResampleWeights.HALF;
                int count = weights.count(x);
                for (int k = 0; k < count; k++) {
                    int weight = weights.weight(x, k);
                    red += weight * (source[from] & 0xff);
                    green += weight * (source[from + 1] & 0xff);
                    blue += weight * (source[from + 2] & 0xff);
                    from += CHANNELS;
                }
                narrowed[to] = level(red);
                narrowed[to + 1] = level(green);
                narrowed[to + 2] = level(blue);
                to += CHANNELS;
            }
        }
    }

    /** Those rows become the target's rows, normalised and in the target's order. */
    private void resizeColumns(Scratch own) {
        ResampleWeights weights = own.vertical;
        byte[] narrowed = own.narrowed;
        int[] sums = own.sums;
        int width = preprocessing.width();
        int samples = width * CHANNELS;
        for (int y = 0; y < preprocessing.height(); y++) {
            Arrays.fill(sums, ResampleWeights.HALF);
            int count = weights.count(y);
            for (int k = 0; k < count; k++) {
                int weight = weights.weight(y, k);
                int from = (weights.first(y) - own.firstRow + k) * samples;
                for (int i = 0; i < samples; i++) {
                    sums[i] += weight * (narrowed[from + i] & 0xff);
                }
            }
            int pixel = y * width * pixelStride;
            for (int i = 0; i < samples; i += CHANNELS) {
                for (int colour = 0; colour < CHANNELS; colour++) {
                    own.output[planes[colour] + pixel] = values[colour * LEVELS + (level(sums[i + colour]) & 0xff)];
                }
                pixel += pixelStride;
            }
        }
    }

    /** Weights are never negative and add up to one within a few millionths, so only the top needs clipping. */
    private static byte level(int sum) {
        return (byte) Math.min(sum >> ResampleWeights.FRACTION_BITS, LEVELS - 1);
    }
}
