package org.lookalike.refit.sample;

/** A record of a topic of vectors, read. */
public sealed interface Arrival {
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
    record Embedded(VectorStream stream, SampledImage image, float[] features) implements Arrival {
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
    record Forgotten(String topic, String imageId) implements Arrival {}
}
