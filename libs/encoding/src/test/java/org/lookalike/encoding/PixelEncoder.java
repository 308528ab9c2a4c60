package org.lookalike.encoding;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.preprocess.ResizeMode;

/** An encoder without a model: its features are the pixels of the image at 4 x 4. It counts what it encodes. */
public final class PixelEncoder implements Encoder {
    public static final int DIMENSIONS = 48;

    public final AtomicInteger calls = new AtomicInteger();
    public final AtomicInteger images = new AtomicInteger();
    /** A batch with a first value above this is answered by an exception, as from a defect. */
    public volatile float failsAbove = Float.MAX_VALUE;

    /** What a call runs before it encodes. */
    public volatile Runnable onEncode = () -> {};

    private final EncoderDescription description;

    public PixelEncoder() {
        this("pixels", "0".repeat(64), ChannelOrder.RGB);
    }

    /** Another one, whose features have these channels. */
    public PixelEncoder(String name, String modelSha256, ChannelOrder channels) {
        this.description = new EncoderDescription(
                name,
                modelSha256,
                "input",
                "output",
                DIMENSIONS,
                new Preprocessing(
                        4,
                        4,
                        ResizeMode.SQUASH,
                        0,
                        Layout.NCHW,
                        channels,
                        List.of(0f, 0f, 0f),
                        List.of(255f, 255f, 255f)),
                "none",
                "test");
    }

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
        images.addAndGet(size);
        return features;
    }

    /** What the service would make of an image, uncounted. */
    public float[] features(byte[] image) {
        Preprocessing preprocessing = description.preprocessing();
        EncoderBatch batch = newBatch(1);
        new Preprocessor(preprocessing)
                .apply(
                        new ImageDecoder(DecodeLimits.defaults()).decode(image, preprocessing.decodeShortSide()),
                        batch.slot(0));
        float[] features = new float[DIMENSIONS];
        batch.slot(0).get(features);
        return features;
    }

    @Override
    public void close() {}
}
