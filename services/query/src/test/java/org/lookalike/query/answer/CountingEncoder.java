package org.lookalike.query.answer;

import java.nio.FloatBuffer;
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

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger pictures = new AtomicInteger();
    /** A batch with a first value above this is answered by an exception, as from a defect. */
    volatile float failsAbove = Float.MAX_VALUE;

    volatile Runnable onEncode = () -> {};

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
        calls.incrementAndGet();
        onEncode.run();
        float[][] features = new float[size][DIMENSIONS];
        for (int i = 0; i < size; i++) {
            FloatBuffer slot = batch.slot(i);
            slot.get(features[i]);
            if (features[i][0] > failsAbove) {
                throw new IllegalStateException("the runtime fails on this picture");
            }
        }
        pictures.addAndGet(size);
        return features;
    }

    @Override
    public void close() {}
}
