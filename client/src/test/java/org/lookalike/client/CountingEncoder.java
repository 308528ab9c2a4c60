package org.lookalike.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;

/** Its features are the pixels of the picture at 4 x 4, and it counts what it encodes. */
final class CountingEncoder implements Encoder {
    static final int DIMENSIONS = 48;

    final AtomicInteger pictures = new AtomicInteger();

    private final EncoderDescription description = new EncoderDescription(
            "counting",
            "0".repeat(64),
            "input",
            "output",
            DIMENSIONS,
            new Preprocessing(
                    4,
                    4,
                    ResizeMode.SQUASH,
                    0,
                    Layout.NCHW,
                    ChannelOrder.RGB,
                    List.of(128f, 128f, 128f),
                    List.of(128f, 128f, 128f)),
            "none",
            "test");

    @Override
    public EncoderDescription description() {
        return description;
    }

    @Override
    public float[][] encode(EncoderBatch batch, int size) {
        pictures.addAndGet(size);
        float[][] features = new float[size][DIMENSIONS];
        for (int i = 0; i < size; i++) {
            batch.slot(i).get(features[i]);
        }
        return features;
    }

    @Override
    public void close() {}
}
