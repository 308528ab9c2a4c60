package org.lookalike.embedder;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;

/** Features are the red, green and blue of a slot's first pixel, 0 to 255, so that a test sees whose slot it was. */
final class FirstPixelEncoder implements Encoder {
    private static final Preprocessing PREPROCESSING = new Preprocessing(
            8, 8, ResizeMode.SQUASH, 0, Layout.NHWC, ChannelOrder.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    /** Red of the images from which this encoder makes {@code unusable}. */
    static final int CURSED_RED = 200;

    final List<EncoderBatch> batches = new CopyOnWriteArrayList<>();
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    volatile float unusable = Float.NaN;

    @Override
    public EncoderDescription description() {
        return new EncoderDescription("fake", "00".repeat(32), "in", "out", 3, PREPROCESSING, "none", "here");
    }

    @Override
    public float[][] encode(EncoderBatch batch, int size) {
        batches.add(batch);
        sizes.add(size);
        float[][] rows = new float[size][3];
        for (int slot = 0; slot < size; slot++) {
            batch.slot(slot).get(rows[slot]);
            if (rows[slot][0] == CURSED_RED) {
                Arrays.fill(rows[slot], 1, 3, unusable);
            }
        }
        return rows;
    }

    @Override
    public void close() {}
}
