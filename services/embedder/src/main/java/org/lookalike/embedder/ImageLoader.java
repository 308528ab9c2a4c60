package org.lookalike.embedder;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.ByteBudget;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

/**
 * Fetches the bytes of an image, verifies their hash and decodes them; bounds the encoded bytes held at once. Thread-safe.
 */
final class ImageLoader {
    private final ImageStore store;
    private final ImageDecoder decoder;
    private final Preprocessor preprocessor;
    private final long maxBytes;
    private final ByteBudget budget;
    private final int targetShortSide;

    /**
     * @param maxBytes the largest image accepted
     * @param budget shared by all images being loaded
     */
    ImageLoader(ImageStore store, ImageDecoder decoder, Preprocessor preprocessor, long maxBytes, ByteBudget budget) {
        this.store = store;
        this.decoder = decoder;
        this.preprocessor = preprocessor;
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.targetShortSide = preprocessor.preprocessing().decodeShortSide();
    }

    /**
     * The image of an event; waits while the budget is exhausted.
     *
     * @throws PermanentFailure if the bytes are missing, differ from those announced, or are no acceptable image
     * @throws org.lookalike.platform.failure.TransientFailure if the store does not answer
     */
    DecodedImage load(ImageArrived event) throws InterruptedException {
        ByteBuffer inline = event.getInline();
        // Anybody may write events: what they announce is where to begin, and no more is read than was acquired.
        long announced = inline == null ? Math.max(1, event.getSizeBytes()) : inline.remaining();
        if (announced >= maxBytes) {
            return load(event, maxBytes);
        }
        try {
            return load(event, announced);
        } catch (PermanentFailure e) {
            if (inline != null || e.code() != ErrorCode.IMAGE_TOO_MANY_BYTES) {
                throw e;
            }
            return load(event, maxBytes);
        }
    }

    private DecodedImage load(ImageArrived event, long atMostBytes) throws InterruptedException {
        int held = budget.acquire(atMostBytes);
        try {
            return verifyAndDecode(event, atMostBytes);
        } catch (TransientFailure e) {
            if (Thread.currentThread().isInterrupted()) {
                // No outage: whoever waits for the image is being closed.
                throw new InterruptedException(e.getMessage());
            }
            throw e;
        } finally {
            budget.release(held);
        }
    }

    private DecodedImage verifyAndDecode(ImageArrived event, long atMostBytes) {
        byte[] bytes = bytes(event, atMostBytes);
        String actual = Sha256.of(bytes);
        if (!actual.equals(event.getSha256())) {
            throw new PermanentFailure(
                    ErrorCode.BYTES_CHANGED,
                    "image %s has bytes of SHA-256 %s, announced %s"
                            .formatted(event.getImageId(), actual, event.getSha256()));
        }
        return decoder.decode(bytes, targetShortSide);
    }

    /** Preprocesses an image into its slot of the encoder's batch. */
    void prepare(DecodedImage image, FloatBuffer slot) {
        preprocessor.apply(image, slot);
    }

    private byte[] bytes(ImageArrived event, long atMostBytes) {
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
                    "image %s has uri '%s', which is not a valid URI".formatted(event.getImageId(), event.getUri()),
                    e);
        }
        try {
            return store.get(uri, atMostBytes);
        } catch (PermanentFailure e) {
            // A share that is not mounted looks like one without the file: only a healthy store can tell that a file
            // is missing.
            if (e.code() == ErrorCode.BYTES_MISSING) {
                store.check();
            }
            throw e;
        }
    }
}
