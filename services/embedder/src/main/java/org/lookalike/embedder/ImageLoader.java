package org.lookalike.embedder;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

/** From an event to pixels: fetches the bytes, proves that they are those announced, decodes them. Thread-safe. */
final class ImageLoader {
    private final ImageStore store;
    private final ImageDecoder decoder;
    private final Preprocessor preprocessor;
    private final long maxBytes;
    private final int targetShortSide;

    ImageLoader(ImageStore store, ImageDecoder decoder, Preprocessor preprocessor, long maxBytes) {
        this.store = store;
        this.decoder = decoder;
        this.preprocessor = preprocessor;
        this.maxBytes = maxBytes;
        this.targetShortSide = preprocessor.preprocessing().decodeShortSide();
    }

    /**
     * The image of an event.
     *
     * @throws PermanentFailure if the bytes are missing, are others than announced, or are no acceptable image
     * @throws org.lookalike.platform.failure.TransientFailure if the store does not answer
     */
    DecodedImage load(ImageArrived event) {
        byte[] bytes = bytes(event);
        String actual = Sha256.of(bytes);
        if (!actual.equals(event.getSha256())) {
            throw new PermanentFailure(
                    ErrorCode.BYTES_CHANGED,
                    "image %s has bytes of SHA-256 %s, announced %s"
                            .formatted(event.getImageId(), actual, event.getSha256()));
        }
        return decoder.decode(bytes, targetShortSide);
    }

    /** Writes the image into its slot as the encoder wants it. */
    void prepare(DecodedImage image, FloatBuffer slot) {
        preprocessor.apply(image, slot);
    }

    private byte[] bytes(ImageArrived event) {
        ByteBuffer inline = event.getInline();
        if (inline != null) {
            byte[] bytes = new byte[inline.remaining()];
            inline.duplicate().get(bytes);
            return bytes;
        }
        URI uri;
        try {
            uri = URI.create(event.getUri());
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "image %s has uri '%s', which is no URI".formatted(event.getImageId(), event.getUri()),
                    e);
        }
        try {
            return store.get(uri, maxBytes);
        } catch (PermanentFailure e) {
            // A share that is not mounted looks like one without the file: only a sound store may say that it is
            // missing.
            if (e.code() == ErrorCode.BYTES_MISSING) {
                store.check();
            }
            throw e;
        }
    }
}
