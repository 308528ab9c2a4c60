package org.lookalike.embedder;

import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** The result of embedding one image: its features, or why there are none. */
sealed interface EmbeddingResult {
    ImageArrived event();

    /**
     * The features.
     *
     * @throws PermanentFailure why there are none
     */
    Embedded orThrow();

    /**
     * The result for one image. An image whose features are not finite is refused: they would be useless downstream, and
     * the same pixels would yield them again.
     *
     * @param width the image's width in pixels, after orientation
     * @param height the image's height in pixels, after orientation
     */
    static EmbeddingResult of(String encoderId, ImageArrived event, float[] features, int width, int height) {
        for (int i = 0; i < features.length; i++) {
            if (!Float.isFinite(features[i])) {
                return new Refused(
                        event,
                        new PermanentFailure(
                                ErrorCode.INTERNAL,
                                "encoder %s made feature %d of image %s %s, must be finite"
                                        .formatted(encoderId, i, event.getImageId(), features[i])));
            }
        }
        return new Embedded(event, features, width, height);
    }

    /**
     * The image's features.
     *
     * @param features raw, as long as the encoder's dimensions
     * @param width the image's width in pixels, after orientation
     * @param height the image's height in pixels, after orientation
     */
    @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
    record Embedded(ImageArrived event, float[] features, int width, int height) implements EmbeddingResult {
        @Override
        public Embedded orThrow() {
            return this;
        }
    }

    record Refused(ImageArrived event, PermanentFailure failure) implements EmbeddingResult {
        @Override
        public Embedded orThrow() {
            throw failure;
        }
    }
}
