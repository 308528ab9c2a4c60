package org.lookalike.query.answer;

import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.imaging.preprocess.ChannelOrder;

/** A second encoder without a model: other channels, and as many features as {@link PixelEncoder} has, in reverse. */
final class MirrorEncoder implements Encoder {
    private final PixelEncoder pixels = new PixelEncoder("mirrored pixels", "1".repeat(64), ChannelOrder.BGR);

    @Override
    public EncoderDescription description() {
        return pixels.description();
    }

    @Override
    public float[][] encode(EncoderBatch batch, int size) {
        float[][] features = pixels.encode(batch, size);
        for (float[] row : features) {
            reverse(row);
        }
        return features;
    }

    /** What the service would make of an image. */
    float[] features(byte[] image) {
        float[] features = pixels.features(image);
        reverse(features);
        return features;
    }

    private static void reverse(float[] values) {
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            float value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    @Override
    public void close() {}
}
