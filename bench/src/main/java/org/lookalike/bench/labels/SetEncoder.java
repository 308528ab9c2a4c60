package org.lookalike.bench.labels;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.latent.matrix.Rows;

/** Takes labelled sets through an encoder as the service does, on every core. */
public final class SetEncoder {
    private final Encoder encoder;
    private final Preprocessing preprocessing;
    private final Preprocessor preprocessor;
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());
    private final Queue<EncoderBatch> idle = new ConcurrentLinkedQueue<>();

    /** Takes an encoder, which stays the caller's to close. */
    public SetEncoder(Encoder encoder) {
        this.encoder = encoder;
        this.preprocessing = encoder.description().preprocessing();
        this.preprocessor = new Preprocessor(preprocessing);
    }

    EncodedSet encode(LabelledSet set) {
        return EncodedSet.of(set, features(set));
    }

    /** The features of {@link LabelledSet#all()}, in that order. */
    public Rows features(LabelledSet set) {
        List<BenchImage> images = set.all();
        List<float[]> features = IntStream.range(0, images.size())
                .parallel()
                .mapToObj(i -> encode(images.get(i)))
                .toList();
        return Rows.copyOf(features);
    }

    private float[] encode(BenchImage image) {
        EncoderBatch reused = idle.poll();
        EncoderBatch batch = reused == null ? new EncoderBatch(1, preprocessing) : reused;
        try {
            preprocessor.apply(decoder.decode(image.bytes(), preprocessing.decodeShortSide()), batch.slot(0));
            return encoder.encode(batch, 1)[0];
        } finally {
            idle.add(batch);
        }
    }
}
