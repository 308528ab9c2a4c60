package org.lookalike.query.vector;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.imaging.preprocess.Preprocessor;

/** An encoder with its preprocessing and a reusable batch. {@link #preprocessor()} may be used by any thread. */
final class BatchingEncoder {
    private final Encoder encoder;
    private final int maxBatch;
    private final Preprocessor preprocessor;
    private @Nullable EncoderBatch batch;

    BatchingEncoder(Encoder encoder, int maxBatch) {
        this.encoder = encoder;
        this.maxBatch = maxBatch;
        this.preprocessor = new Preprocessor(encoder.description().preprocessing());
    }

    String id() {
        return encoder.id();
    }

    /** Most images that {@link #encode} takes. */
    int maxBatch() {
        return maxBatch;
    }

    Preprocessor preprocessor() {
        return preprocessor;
    }

    /** The features of prepared images, in their order. */
    float[][] encode(List<FloatBuffer> images) {
        EncoderBatch room = batch;
        if (room == null) {
            room = encoder.newBatch(maxBatch);
            batch = room;
        }
        for (int i = 0; i < images.size(); i++) {
            room.slot(i).put(images.get(i).duplicate());
        }
        return encoder.encode(room, images.size());
    }
}
