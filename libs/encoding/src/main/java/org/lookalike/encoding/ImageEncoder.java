package org.lookalike.encoding;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;

/**
 * From one image's bytes to its features: decode, preprocess, encode. Safe for use by many threads; it keeps as many
 * one-image batches as were ever in use at once. Does not close the encoder.
 */
public final class ImageEncoder {
    private final Encoder encoder;
    private final ImageDecoder decoder;
    private final Preprocessor preprocessor;
    private final Queue<EncoderBatch> idle = new ConcurrentLinkedQueue<>();

    /** Decodes with the given limits and encodes with the given encoder, both of which it shares. */
    public ImageEncoder(Encoder encoder, ImageDecoder decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.preprocessor = new Preprocessor(encoder.description().preprocessing());
    }

    /** The encoder's identity. */
    public String encoderId() {
        return encoder.id();
    }

    /**
     * Encodes one image.
     *
     * @param image an encoded image: JPEG, PNG and whatever else the decoder reads
     * @return the encoder's raw features, not normalised
     * @throws org.lookalike.platform.failure.PermanentFailure if the decoder refuses the image
     */
    public float[] encode(byte[] image) {
        Preprocessing preprocessing = encoder.description().preprocessing();
        DecodedImage decoded = decoder.decode(image, preprocessing.decodeShortSide());
        EncoderBatch reused = idle.poll();
        EncoderBatch batch = reused == null ? encoder.newBatch(1) : reused;
        try {
            preprocessor.apply(decoded, batch.slot(0));
            return encoder.encode(batch, 1)[0];
        } finally {
            idle.add(batch);
        }
    }
}
