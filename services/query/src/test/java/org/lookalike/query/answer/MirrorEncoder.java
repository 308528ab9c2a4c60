package org.lookalike.query.answer;

import java.util.List;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;

/** A second encoder without a model: other channels, and as many features as {@link PixelEncoder} has, in reverse. */
final class MirrorEncoder implements Encoder {
    private final EncoderDescription description = new EncoderDescription(
            "mirrored pixels",
            "1".repeat(64),
            "input",
            "output",
            PixelEncoder.DIMENSIONS,
            new Preprocessing(
                    4,
                    4,
                    ResizeMode.SQUASH,
                    0,
                    Layout.NCHW,
                    ChannelOrder.BGR,
                    List.of(0f, 0f, 0f),
                    List.of(255f, 255f, 255f)),
            "none",
            "test");

    @Override
    public EncoderDescription description() {
        return description;
    }

    @Override
    public float[][] encode(EncoderBatch batch, int size) {
        float[][] features = new float[size][PixelEncoder.DIMENSIONS];
        for (int picture = 0; picture < size; picture++) {
            batch.slot(picture).get(features[picture]);
            reverse(features[picture]);
        }
        return features;
    }

    /** What it makes of a picture of which the first encoder makes these features. */
    float[] features(float[] pixels) {
        int channel = pixels.length / 3;
        float[] features = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            features[i] = pixels[(2 - i / channel) * channel + i % channel];
        }
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
