package org.lookalike.refit.sample;

/** A record of a topic of vectors, read. */
public sealed interface VectorUpdate {
    /** The image that it is about. */
    String imageId();

    /**
     * An image's vector.
     *
     * @param stream which vectors it belongs to
     * @param image what samples keep of it
     * @param features the encoder's features, finite and not all zero; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Upsert(VectorStream stream, SampledImage image, float[] features) implements VectorUpdate {
        @Override
        public String imageId() {
            return image.imageId();
        }
    }

    /**
     * That an image is to be forgotten.
     *
     * @param topic the topic that says so
     */
    record Tombstone(String topic, String imageId) implements VectorUpdate {}
}
